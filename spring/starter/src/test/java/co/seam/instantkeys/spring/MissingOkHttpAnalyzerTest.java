package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingOkHttpAnalyzerTest {
    private static final NoClassDefFoundError MISSING = new NoClassDefFoundError("okhttp3/OkHttpClient$Builder");

    @Test
    void analyze_okHttpWithoutClasses_statesTheRemedy() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(classPathWithoutOkHttp(), ClassLoader.getPlatformClassLoader())) {
            Constructor<?> constructor =
                    loader.loadClass(MissingOkHttpAnalyzer.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            Object analyzer = constructor.newInstance();

            Object analysis = loader.loadClass("org.springframework.boot.diagnostics.FailureAnalyzer")
                    .getMethod("analyze", Throwable.class)
                    .invoke(analyzer, new IllegalStateException(MISSING));

            Object description = analysis.getClass().getMethod("getDescription").invoke(analysis);
            assertThat(description.toString()).contains("OkHttp has no classes", "okhttp-jvm");
        }
    }

    @Test
    void analyze_anotherClassIsMissing_leavesItToOthers() {
        assertThat(new MissingOkHttpAnalyzer().analyze(new IllegalStateException(MISSING)))
                .isNull();
    }

    private static URL[] classPathWithoutOkHttp() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("okhttp3")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
