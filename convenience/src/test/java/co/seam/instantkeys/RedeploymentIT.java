package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.model.InstantKey;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A web application that used the client and was stopped leaves nothing behind: its class loader is collected. */
@Timeout(300)
@Tag("slow") // waits for idle threads of OkHttp and okio
class RedeploymentIT {
    private static final int REDEPLOYMENTS = 10;

    /**
     * OkHttp and okio each have threads that end only after they were idle for a minute, and that keep the context
     * class loader of the thread that started them until then.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final AtomicInteger requests = new AtomicInteger();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private RawServer faulty;
    private RawServer silent;

    @BeforeEach
    void start() throws IOException {
        Behavior succeedsEverySecondTime = client -> {
            boolean fails = requests.incrementAndGet() % 2 == 1;
            (fails ? respond(503, "") : respond(keyResponse("guest"))).serve(client);
        };
        faulty = RawServer.start(succeedsEverySecondTime);
        silent = RawServer.start(silence());
    }

    @AfterEach
    void stop() throws Exception {
        faulty.close();
        silent.close();
    }

    @Test
    void redeploy_allInTheApplication_allClassLoadersAreCollected() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            deploy(new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()));
        }

        assertThat(awaitCollection()).isZero();
    }

    /** The server has OkHttp, for all applications. */
    @Test
    void redeploy_sdkInTheApplication_allClassLoadersAreCollected() throws Exception {
        ClassLoader shared = new SharedClasses(name -> !name.startsWith("co.seam."));
        startThreadsOfOkHttp();
        deployUncounted(new URLClassLoader(sdk(), shared));
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            deploy(new URLClassLoader(sdk(), shared));
        }

        assertThat(awaitCollection()).isZero();
    }

    /** The server has this SDK, for all applications, and one of them always has a call underway. */
    @Test
    void redeploy_sdkInTheServer_allClassLoadersAreCollected() throws Exception {
        ClassLoader shared = new SharedClasses(name -> !name.startsWith(WebApplication.class.getName()));
        startThreadsOfOkHttp();
        deployUncounted(new URLClassLoader(sdk(), shared));
        while (isRunning(WatchdogTest.WATCHDOG)) { // so that an application starts the next one
            TimeUnit.MILLISECONDS.sleep(10);
        }
        deploy(new URLClassLoader(sdk(), shared));
        int before = silent.requests();
        Thread caller = new Thread(this::callForEver);
        caller.start();
        silent.awaitRequests(before + 1);
        for (int i = 1; i < REDEPLOYMENTS; i++) {
            deploy(new URLClassLoader(sdk(), shared));
        }

        assertThat(awaitCollection()).isZero();

        assertThat(isRunning(WatchdogTest.WATCHDOG)).isTrue();
        caller.interrupt();
        caller.join();
    }

    private static URL[] sdk() {
        return Stream.of(Seam.class, InstantKey.class, WebApplication.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }

    /**
     * The threads of OkHttp and okio keep the class loader of the application that needs them first. Only those are
     * started here: others that outlive an application must be noticed.
     */
    private void startThreadsOfOkHttp() throws IOException {
        OkHttpClient client =
                new OkHttpClient.Builder().callTimeout(Duration.ofMinutes(1)).build();
        RequestBody body = RequestBody.create("{}", null);
        Request request =
                new Request.Builder().url(faulty.endpoint()).post(body).build();
        for (int i = 0; i < 2; i++) { // each second one fails
            client.newCall(request).execute().close();
        }
        client.connectionPool().evictAll();
    }

    /** On a busy machine, OkHttp starts more threads for an application than for the calls before. */
    private void deployUncounted(URLClassLoader loader) throws Exception {
        deploy(loader);
        loaders.clear();
    }

    private void callForEver() {
        try (Seam seam = Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(silent.endpoint())
                .noTimeout()
                .build()) {
            seam.userIdentities().generateInstantKey("guest");
        } catch (SeamConnectionException e) {
            // interrupted
        }
    }

    private static boolean isRunning(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals(thread));
    }

    /** Runs the application on a thread of its own, with its class loader as the context, and stops it. */
    private void deploy(URLClassLoader loader) throws IOException, InterruptedException, ExecutionException {
        try (loader) {
            FutureTask<?> application = new FutureTask<>(() -> {
                Class<?> type = loader.loadClass(WebApplication.class.getName());
                assertThat(type.getClassLoader()).isSameAs(loader);
                application(type).run();
                return null;
            });
            Thread thread = new Thread(application);
            thread.setContextClassLoader(loader);
            thread.start();
            application.get();
        }
        loaders.add(new WeakReference<>(loader));
    }

    /** @param type a {@link WebApplication}, of any class loader */
    private Runnable application(Class<?> type) {
        AtomicInteger awaited = new AtomicInteger(silent.requests());
        Runnable awaitRequest = () -> silent.awaitRequests(awaited.incrementAndGet());
        try {
            return (Runnable) type.getConstructor(String.class, String.class, Runnable.class)
                    .newInstance(faulty.endpoint(), silent.endpoint(), awaitRequest);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns how many class loaders are still there after a while. */
    private long awaitCollection() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (left() > 0 && System.nanoTime() < deadline) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return left();
    }

    private long left() {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** The classes of the server that applications see. */
    private static final class SharedClasses extends ClassLoader {
        private final Predicate<String> names;

        SharedClasses(Predicate<String> names) {
            super(ClassLoader.getPlatformClassLoader());
            this.names = names;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!names.test(name)) {
                throw new ClassNotFoundException(name);
            }
            return RedeploymentIT.class.getClassLoader().loadClass(name);
        }
    }
}
