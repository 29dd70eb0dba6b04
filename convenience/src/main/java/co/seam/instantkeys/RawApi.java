package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import co.seam.instantkeys.internal.transport.Transport;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/** Creates Retrofit at the first call: a program does not need it to start. Thread-safe. */
final class RawApi implements Supplier<Retrofit> {
    private final Transport transport;
    private final Supplier<HttpUrl> endpoint;
    private final long maxResponseBytes;
    private @Nullable Retrofit retrofit;

    RawApi(Transport transport, Supplier<HttpUrl> endpoint, long maxResponseBytes) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.maxResponseBytes = maxResponseBytes;
    }

    @Override
    public synchronized Retrofit get() {
        Retrofit created = retrofit;
        if (created == null) {
            created = Creation.create(this);
            retrofit = created;
        }
        return created;
    }

    /** A separate class, because the JVM loads classes of Retrofit to verify it. */
    private static final class Creation {
        static Retrofit create(RawApi api) {
            return new Retrofit.Builder()
                    .baseUrl(api.endpoint.get())
                    .callFactory(api.transport)
                    .addCallAdapterFactory(new SeamCallAdapterFactory(api.transport.isObserved()))
                    .addConverterFactory(new JsonConverterFactory(api.maxResponseBytes))
                    .build();
        }
    }
}
