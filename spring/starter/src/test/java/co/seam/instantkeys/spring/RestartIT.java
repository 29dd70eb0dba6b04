package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamCallEvent;
import co.seam.instantkeys.SeamCallListener;
import co.seam.instantkeys.SeamCalls;
import co.seam.instantkeys.generated.api.WorkspacesApi;
import co.seam.instantkeys.generated.model.GetWorkspaceRequest;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application that DevTools restarts: the libraries stay, and its own classes are in a class loader that is thrown
 * away. In a JVM of its own, which drops what Spring keeps in soft references, and without Tomcat, which keeps the
 * class loader of its latest start.
 */
@Tag("slow") // waits for idle threads of OkHttp and okio
class RestartIT {
    private static final String COLLECTED = "every class loader was collected";

    @Test
    @Timeout(240)
    void restart_afterCalls_leavesNoThreadAndNoClassLoader() throws Exception {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            sandbox.onNext("/workspaces/get").respond(503); // read again after a delay
            Process java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:SoftRefLRUPolicyMSPerMB=0",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Restarts.class.getName(),
                            "--seam.endpoint=" + sandbox.endpoint(),
                            "--seam.api-key=" + sandbox.apiKey(),
                            "--spring.main.web-application-type=none",
                            "--spring.main.banner-mode=off")
                    .redirectErrorStream(true)
                    .start();
            java.getOutputStream().close();

            String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).contains(COLLECTED);
        }
    }

    /** Stands for the restarter of DevTools. */
    static class Restarts {
        private static final int RESTARTS = 3;

        /** OkHttp and okio have threads that keep the class loader of whoever started them, and end after a minute. */
        private static final Duration PATIENCE = Duration.ofSeconds(150);

        public static void main(String[] args) throws Exception {
            Application.main(args); // what libraries keep of whoever is first is not to be taken for a leak
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < RESTARTS; i++) {
                loaders.add(new WeakReference<>(start(args)));
            }

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (left(loaders) > 0 && System.nanoTime() < deadline) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(100);
            }

            System.out.println(
                    left(loaders) == 0
                            ? COLLECTED
                            : "threads: " + Thread.getAllStackTraces().keySet());
            System.exit(0);
        }

        private static long left(List<WeakReference<ClassLoader>> loaders) {
            return loaders.stream().filter(loader -> loader.get() != null).count();
        }

        private static ClassLoader start(String[] args) throws Exception {
            URL classes =
                    Application.class.getProtectionDomain().getCodeSource().getLocation();
            try (URLClassLoader loader = new RestartClassLoader(classes)) {
                FutureTask<Void> application = new FutureTask<>(() -> {
                    loader.loadClass(Application.class.getName())
                            .getMethod("main", String[].class)
                            .invoke(null, (Object) args);
                    return null;
                });
                Thread thread = new Thread(application, "restartedMain");
                thread.setContextClassLoader(loader);
                thread.start();
                application.get();
                return loader;
            }
        }
    }

    /** Has the classes of the application, and takes all others from its parent. */
    static class RestartClassLoader extends URLClassLoader {
        RestartClassLoader(URL classes) {
            super(new URL[] {classes}, RestartIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Application.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    /** Calls in each way that starts a thread. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        final CountDownLatch events = new CountDownLatch(2); // not private: the nest has classes of two class loaders

        @Bean
        SeamCallListener listener() {
            return new SeamCallListener() {
                @Override
                public void onCall(SeamCallEvent call) {
                    events.countDown();
                }
            };
        }

        public static void main(String[] args) throws Exception {
            SpringApplication application = new SpringApplication(Application.class);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context = application.run(args)) {
                Seam seam = context.getBean(Seam.class);
                seam.workspaces().get();
                SeamCalls.enqueue(seam.api(WorkspacesApi.class)
                                .get(GetWorkspaceRequest.builder().build()))
                        .get(30, TimeUnit.SECONDS);
                if (!context.getBean(Application.class).events.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no events");
                }
            }
        }
    }
}
