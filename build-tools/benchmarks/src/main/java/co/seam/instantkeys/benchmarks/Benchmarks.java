package co.seam.instantkeys.benchmarks;

import com.google.gson.Gson;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Compares the SDK with other clients that do the same work, and with OkHttp alone: {@code mvn -q -Pbenchmarks}.
 *
 * <p><b>How to read the figures.</b> All are ratios to the floor in the same run, or bytes. The floor is OkHttp with a
 * prepared request and a response body that is read and discarded: 1.3 means that a call costs 30 % more than OkHttp
 * alone. Each contender has a JVM of its own. After a warm-up the contenders take turns of some hundredths of a second.
 * Each turn yields a ratio; the report shows the median over all turns and rounds of fresh JVMs. The server is a
 * process of its own on loopback: over a real network, the wall time of all contenders is about the same.
 *
 * <p><b>One group.</b> {@code -Dbenchmarks.only=bulk} measures one {@link Group}, in less than a minute; all take less
 * than ten.
 *
 * <p><b>Noise.</b> Bytes vary by about 2 %, since the compiler eliminates a varying number of objects. CPU time is
 * that of all Java threads, without the compiler and the garbage collector; its ratios repeat to about 10 % on a quiet
 * machine and 20 % on a busy one. Wall time means little on a busy machine, and with 16 threads on few processors it
 * measures how threads wait for each other. Cold starts vary by 20 % between JVMs, hence 15 for each contender. Jars
 * and heap are exact.
 */
final class Benchmarks {
    /**
     * A heap large enough that garbage collection does not dominate, and no compilation in the background of a
     * measurement.
     */
    private static final List<String> WARM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-Xbatch");

    private static final List<String> HEAP_OPTIONS = List.of(
            "-Xmx1g",
            // so that nothing unused stays in the heap, and used bytes are exact
            "-XX:+UseSerialGC",
            "-XX:MarkSweepAlwaysCompactCount=1",
            "-XX:-UseTLAB",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    static final int MANY_THREADS = 16;
    static final int MAX_THREADS = 64;

    /** For a group that is measured alone. */
    private static final long SECONDS_ALONE = 25;

    static final int STAY_LATENCY_MILLIS = 50;
    private static final int STAY_CALLS = 1_000;
    private static final int WARM_UP_ITEMS = 300_000;

    static final List<Wire> COLD_WIRES = List.of(Wire.PLAIN, Wire.TLS_HTTP_2);
    static final List<Wire> TLS_WIRES = List.of(Wire.TLS_HTTP_1, Wire.TLS_HTTP_2);
    static final List<Integer> THREADS = List.of(MANY_THREADS, MAX_THREADS);
    static final List<Work> USUAL_WORK = List.of(Work.GENERATE, Work.KEYS_100);

    private final Gson gson = new Gson();
    private final Measurements all;
    private final String classPath = System.getProperty("java.class.path");

    private Benchmarks(Set<Group> groups) {
        all = new Measurements(groups);
    }

    public static void main(String[] args) throws Exception {
        Benchmarks benchmarks = new Benchmarks(Group.parse(System.getProperty("benchmarks.only", "")));
        benchmarks.run();
        new Report(benchmarks.all).write(Path.of(System.getProperty("benchmarks.target")));
    }

    private void run() throws Exception {
        for (String jar : System.getProperty("benchmarks.closure").split(File.pathSeparator)) {
            all.addJar(Path.of(jar));
        }
        rounds(Group.COLD, 3, 15, 60, () -> withServer(List.of(), this::coldStarts));
        rounds(Group.CALLS, 1, 3, 60, this::calls);
        rounds(Group.TLS, 1, 3, 60, this::tls);
        rounds(Group.THREADS, 1, 2, 45, this::threads);
        rounds(Group.LISTS, 1, 1, 0, () -> withServer(List.of(), this::longLists));
        rounds(Group.CODECS, 1, 5, 40, this::codecs);
        rounds(Group.STAY, 1, 1, 0, this::stay);
        rounds(Group.BULK, 1, 1, 0, this::bulk);
        rounds(Group.WEBHOOK, 1, 3, 20, this::webhook);
    }

    /** Repeats a measurement while there is time, so that the whole run takes about the same time on any machine. */
    private void rounds(Group name, int min, int max, long seconds, Round round) throws Exception {
        if (!all.groups.contains(name)) {
            return;
        }
        long start = System.nanoTime();
        long limit = TimeUnit.SECONDS.toNanos(all.groups.size() == 1 ? Math.min(seconds, SECONDS_ALONE) : seconds);
        int done = 0;
        while (done < min || (done < max && System.nanoTime() - start < limit)) {
            round.run();
            done++;
        }
        long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.println("measured " + name + ": rounds " + done + ", seconds " + elapsed);
    }

    private interface Round {
        void run() throws Exception;
    }

    /** @param prefix of the server's command, which its clients use too */
    private void withServer(List<String> prefix, Consumer<Map<Wire, Address>> clients) {
        try (Jvm server = Jvm.start(prefix, classPath, List.of("-Xmx1g"), LoopbackServer.class)) {
            int plain = Integer.parseInt(server.readLine());
            int http1 = Integer.parseInt(server.readLine());
            int http2 = Integer.parseInt(server.readLine());
            String certificate = server.readLine();
            clients.accept(Map.of(
                    Wire.PLAIN, Address.plain(plain),
                    Wire.TLS_HTTP_1, Address.tls(http1, certificate),
                    Wire.TLS_HTTP_2, Address.tls(http2, certificate)));
        }
    }

    private void coldStarts(Map<Wire, Address> server) {
        for (Wire wire : COLD_WIRES) {
            Address address = server.get(wire);
            for (Contender contender : Contender.values()) {
                Jvm jvm = Jvm.start(
                        List.of(),
                        classPath(contender),
                        List.of(),
                        ColdRun.class,
                        contender,
                        address.origin(),
                        address.certificate());
                try (jvm) {
                    all.add(contender, wire, gson.fromJson(jvm.readLine(), ColdRun.Figures.class));
                }
            }
        }
    }

    private void calls() {
        List<String> oneProcessor = Jvm.onOneProcessor();
        withServer(oneProcessor, server -> turns(oneProcessor, server, Wire.PLAIN, List.of(Work.values()), 20, 1, 30));
    }

    private void tls() {
        List<String> oneProcessor = Jvm.onOneProcessor();
        withServer(oneProcessor, server -> {
            for (Wire wire : TLS_WIRES) {
                turns(oneProcessor, server, wire, USUAL_WORK, 20, 1, 30);
            }
        });
    }

    private void threads() {
        withServer(List.of(), server -> {
            for (int threads : THREADS) {
                turns(List.of(), server, Wire.PLAIN, USUAL_WORK, 5, threads, 80);
            }
        });
    }

    private void turns(
            List<String> prefix,
            Map<Wire, Address> server,
            Wire wire,
            List<Work> works,
            int turns,
            int threads,
            int millis) {
        Map<Contender, Jvm> jvms = new EnumMap<>(Contender.class);
        Address address = server.get(wire);
        try {
            for (Contender contender : Contender.values()) {
                Jvm jvm = Jvm.start(
                        prefix,
                        classPath(contender),
                        WARM_OPTIONS,
                        CallRun.class,
                        contender,
                        address.origin(),
                        address.certificate());
                jvms.put(contender, jvm);
                warmUp(jvm, works, threads);
            }
            for (int i = 0; i < turns; i++) {
                for (Work work : works) {
                    jvms.forEach((contender, jvm) ->
                            all.add(contender, work, wire, threads, call(jvm, work, threads, millis)));
                }
            }
        } finally {
            jvms.values().forEach(Jvm::close);
        }
    }

    /** Warms up by calls and not by time: on a busy machine, too little would be compiled in a fixed time. */
    private void warmUp(Jvm jvm, List<Work> works, int threads) {
        // many threads compete with the compiler for the processors
        int enough = threads == 1 ? WARM_UP_ITEMS : 4 * WARM_UP_ITEMS;
        for (Work work : works) {
            int items = 0;
            while (items < enough) {
                // a call with one item costs about as much as ten items of a list
                items += call(jvm, work, threads, 100).calls() * Math.max(work.items, 10);
            }
        }
    }

    private CallFigures call(Jvm jvm, Work work, int threads, int millis) {
        return gson.fromJson(jvm.request(work + " " + threads + " " + millis), CallFigures.class);
    }

    private void longLists(Map<Wire, Address> server) {
        String origin = server.get(Wire.PLAIN).origin();
        try (Jvm jvm = Jvm.start(List.of(), classPath(Contender.SEAM), WARM_OPTIONS, ScaleRun.class, origin)) {
            jvm.readAll().forEach(line -> all.add(gson.fromJson(line, ScaleRun.Figures.class)));
        }
        try (Jvm jvm = Jvm.start(List.of(), classPath(Contender.SEAM), HEAP_OPTIONS, HeapRun.class, origin)) {
            all.heap = gson.fromJson(jvm.readLine(), HeapRun.Figures.class);
        }
    }

    private void codecs() throws RunnerException {
        for (Work work : Work.values()) {
            String methods = String.join("|", Codecs.methods(work));
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include(Codecs.class.getName() + "\\.(" + methods + ")$")
                    .warmupBatchSize(Codecs.batch(work))
                    .measurementBatchSize(Codecs.batch(work))
                    .addProfiler(MeterProfiler.class)
                    .verbosity(VerboseMode.SILENT);
            if (work != Work.CREATE_GRANT) {
                options.param("response", work.response);
            }
            for (RunResult run : new Runner(options.build()).run()) {
                for (BenchmarkResult fork : run.getBenchmarkResults()) {
                    for (IterationResult batch : fork.getIterationResults()) {
                        all.addCodec(
                                batch.getPrimaryResult().getLabel(),
                                work,
                                batch.getSecondaryResults()
                                        .get(MeterProfiler.CPU)
                                        .getScore(),
                                batch.getSecondaryResults()
                                        .get(MeterProfiler.BYTES)
                                        .getScore());
                    }
                }
            }
        }
    }

    private void stay() {
        for (Contender contender : List.of(Contender.RETROFIT, Contender.SEAM)) {
            Jvm server = Jvm.start(
                    List.of(), classPath, List.of("-Xmx1g"), BulkServer.class, STAY_LATENCY_MILLIS, STAY_CALLS, 0);
            try (server) {
                Jvm client = Jvm.start(
                        List.of(),
                        classPath(contender),
                        WARM_OPTIONS,
                        StayRun.class,
                        contender,
                        server.readLine(),
                        server.readLine(),
                        server.readLine());
                try (client) {
                    all.add(contender, gson.fromJson(client.readLine(), StayRun.Figures.class));
                }
            }
        }
    }

    private void bulk() {
        for (Bulk bulk : Bulk.values()) {
            Jvm server = Jvm.start(
                    List.of(),
                    classPath,
                    List.of("-Xmx1g"),
                    BulkServer.class,
                    bulk.latencyMillis,
                    2 * Bulk.STAYS,
                    bulk.limited);
            try (server) {
                Jvm client = Jvm.start(
                        List.of(),
                        classPath(Contender.SEAM),
                        List.of("-Xmx256m"),
                        BulkRun.class,
                        server.readLine(),
                        server.readLine(),
                        server.readLine(),
                        Bulk.STAYS,
                        Bulk.IN_FLIGHT,
                        bulk.keyed);
                try (client) {
                    all.add(bulk, gson.fromJson(client.readLine(), BulkRun.Figures.class));
                }
            }
        }
    }

    private void webhook() {
        try (Jvm jvm = Jvm.start(List.of(), classPath(Contender.SEAM), WARM_OPTIONS, WebhookRun.class)) {
            jvm.readAll().forEach(line -> all.add(gson.fromJson(line, WebhookRun.Figures.class)));
        }
    }

    /** Returns the jars of the contender and the classes of this module. */
    private String classPath(Contender contender) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> {
                    String name = Path.of(entry).getFileName().toString();
                    return !name.endsWith(".jar") || contender.jars.stream().anyMatch(name::startsWith);
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}
