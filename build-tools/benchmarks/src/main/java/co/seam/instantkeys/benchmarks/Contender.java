package co.seam.instantkeys.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** The clients to compare. All of them use an OkHttpClient with the same settings. */
enum Contender {
    OKHTTP("OkHttp, body dropped", List.of("okhttp-", "okio-jvm-", "kotlin-stdlib-")),
    GSON("OkHttp + Gson by hand", OKHTTP, List.of("gson-")),
    JACKSON(
            "OkHttp + Jackson databind",
            OKHTTP,
            List.of("jackson-databind-", "jackson-core-", "jackson-annotations-", "jackson-datatype-jsr310-")),
    RETROFIT("Retrofit + converter-gson", GSON, List.of("retrofit-", "converter-gson-")),
    SEAM("this SDK", GSON, List.of("retrofit-", "jspecify-", "seam-instant-keys-"));

    static final String API_KEY = "seam_benchmark_key";

    final String title;

    /** Prefixes of its jars' names. Its JVM has no other jars. */
    final List<String> jars;

    Contender(String title, List<String> jars) {
        this.title = title;
        this.jars = jars;
    }

    Contender(String title, Contender base, List<String> more) {
        this(title, concat(base.jars, more));
    }

    private static List<String> concat(List<String> some, List<String> more) {
        String[] all = new String[some.size() + more.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < some.size() ? some.get(i) : more.get(i - some.size());
        }
        return List.of(all);
    }

    /**
     * Creates a client with the timeout that the SDK sets, one for the whole call: OkHttp's default timeouts wake a
     * thread at each read and write. It keeps a connection for each thread: by default OkHttp keeps five, which would
     * be contended.
     */
    static OkHttpClient okHttp() {
        return settings().build();
    }

    /** @param certificate file of the only certificate to trust; empty for those of the JVM */
    static OkHttpClient okHttp(String certificate) {
        return certificate.isEmpty()
                ? okHttp()
                : Trust.only(certificate, settings()).build();
    }

    private static OkHttpClient.Builder settings() {
        return new OkHttpClient.Builder()
                .callTimeout(30, TimeUnit.SECONDS)
                .readTimeout(0, TimeUnit.SECONDS)
                .writeTimeout(0, TimeUnit.SECONDS)
                .connectionPool(new ConnectionPool(Benchmarks.MAX_THREADS, 5, TimeUnit.MINUTES));
    }

    /**
     * Uses a switch and no lambdas: in a cold start, the harness must load no classes that the contender does not need.
     */
    Client client(OkHttpClient okHttp, String origin, Work work) {
        String endpoint = origin + "/" + work.response + "/";
        switch (this) {
            case OKHTTP:
                return new DroppingClient(okHttp, endpoint, work);
            case GSON:
                return new GsonClient(okHttp, endpoint, work);
            case JACKSON:
                return new JacksonClient(okHttp, endpoint, work);
            case RETROFIT:
                return new RetrofitClient(okHttp, endpoint, work);
            default:
                return new SeamClient(okHttp, endpoint, work);
        }
    }
}
