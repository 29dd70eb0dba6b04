package co.seam.instantkeys.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.StringUtils;

/**
 * The HTTP client of the application's {@code Seam}: that of the application or a new one, with what the properties set
 * and with the features. Closing it leaves what belongs to the application.
 */
final class SeamHttpClient implements AutoCloseable {
    private static final String SSL_BUNDLE = "seam.ssl.bundle";

    /** OkHttp's own defaults. */
    private static final int MAX_IDLE = 5;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private final @Nullable OkHttpClient existing;
    private final @Nullable SslBundle bundle;
    private final @Nullable ConnectionPool pool;
    private final List<HttpClientFeature> features;
    private @Nullable OkHttpClient client;

    /**
     * @param existing those of the application
     * @param bundles null if the application has none
     */
    SeamHttpClient(
            ObjectProvider<OkHttpClient> existing,
            SeamProperties properties,
            @Nullable SslBundles bundles,
            List<HttpClientFeature> features) {
        String name = properties.getSsl().getBundle();
        this.existing = existing(existing);
        this.bundle = name == null ? null : bundle(name, bundles);
        this.pool = pool(properties.getConnectionPool());
        this.features = features;
        if (bundle != null) {
            client(); // certificates that cannot be read stop the start
        }
    }

    /** Whether there is nothing to set: the SDK creates a client by itself. */
    boolean isDefault() {
        return existing == null && bundle == null && pool == null && features.isEmpty();
    }

    /** Returns the client. The first call creates it, which loads all certificates that the JVM trusts. */
    synchronized OkHttpClient client() {
        OkHttpClient created = client;
        if (created == null) {
            created = create();
            client = created;
        }
        return created;
    }

    private OkHttpClient create() {
        OkHttpClient.Builder configured = existing == null ? new OkHttpClient.Builder() : existing.newBuilder();
        if (bundle != null) {
            secure(configured, bundle);
        }
        if (pool != null) {
            configured.connectionPool(pool);
        }
        OkHttpClient base = configured.build();
        OkHttpClient.Builder complete = base.newBuilder();
        features.forEach(feature -> feature.addTo(complete, base));
        return complete.build();
    }

    @Override
    public synchronized void close() {
        if (client == null) {
            return;
        }
        if (existing == null) {
            client.dispatcher().executorService().shutdown();
        }
        if (existing == null || pool != null) {
            client.connectionPool().evictAll();
        }
    }

    /** Returns that of the application; null if it has none. A guess among several could go past its proxy. */
    private static @Nullable OkHttpClient existing(ObjectProvider<OkHttpClient> existing) {
        try {
            return existing.getIfAvailable();
        } catch (NoUniqueBeanDefinitionException e) {
            throw new SeamConfigurationException(
                    "There are several OkHttpClient beans, and it is not known which one sends the requests to Seam: "
                            + StringUtils.collectionToDelimitedString(e.getBeanNamesFound(), ", ") + ".",
                    "Mark that one with @Primary, or each of those for something else with"
                            + " @Bean(defaultCandidate = false).");
        }
    }

    private static @Nullable ConnectionPool pool(SeamProperties.ConnectionPool properties) {
        Integer maxIdle = properties.getMaxIdle();
        Duration keepAlive = properties.getKeepAlive();
        if (maxIdle == null && keepAlive == null) {
            return null;
        }
        if (maxIdle != null && maxIdle < 0) {
            throw new SeamConfigurationException(
                    "seam.connection-pool.max-idle is negative.", "Set it to 0 or more, or remove it.");
        }
        if (keepAlive != null && keepAlive.toMillis() < 1) {
            throw new SeamConfigurationException(
                    "seam.connection-pool.keep-alive is less than a millisecond.",
                    "Set it to a longer time, or remove it.");
        }
        return new ConnectionPool(
                maxIdle == null ? MAX_IDLE : maxIdle,
                (keepAlive == null ? KEEP_ALIVE : keepAlive).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static SslBundle bundle(String name, @Nullable SslBundles bundles) {
        if (!StringUtils.hasText(name)) {
            throw new SeamConfigurationException(
                    SSL_BUNDLE + " is set, but blank.", "Set it to the name of an SSL bundle, or remove it.");
        }
        List<String> names = bundles == null ? List.of() : bundles.getBundleNames();
        try {
            if (bundles != null) {
                return bundles.getBundle(name);
            }
        } catch (NoSuchSslBundleException e) {
            // its message quotes the value
        }
        throw new SeamConfigurationException(
                SSL_BUNDLE + " names an SSL bundle that does not exist.",
                names.isEmpty()
                        ? "Define one with spring.ssl.bundle.pem or spring.ssl.bundle.jks: there is none yet."
                        : "Set it to one of those that spring.ssl.bundle defines: " + String.join(", ", names) + ".");
    }

    private static void secure(OkHttpClient.Builder builder, SslBundle bundle) {
        X509TrustManager trustManager = Stream.of(bundle.getManagers().getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new SeamConfigurationException(
                        SSL_BUNDLE + " names an SSL bundle without an X.509 trust manager.",
                        "Give the bundle a truststore with certificates."));
        builder.sslSocketFactory(bundle.createSslContext().getSocketFactory(), trustManager);
        SslOptions options = bundle.getOptions();
        if (options.isSpecified()) {
            ConnectionSpec.Builder tls = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
            if (options.getEnabledProtocols() != null) {
                tls.tlsVersions(options.getEnabledProtocols());
            }
            if (options.getCiphers() != null) {
                tls.cipherSuites(options.getCiphers());
            }
            builder.connectionSpecs(List.of(tls.build(), ConnectionSpec.CLEARTEXT));
        }
    }
}
