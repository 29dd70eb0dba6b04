package co.seam.instantkeys.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.InstantKey;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.Retrofit;

/**
 * The metadata for native images declares what the SDK uses, and nothing else. A JVM stands in for GraalVM: it runs the
 * domain tests, and an agent records what a native image would have to know.
 */
@Timeout(300)
class ReachabilityTest {
    private static final String METADATA =
            "META-INF/native-image/io.github.seam-instant-keys/%s/reachability-metadata.json";

    /** What users of the SDK get: whatever else is on the class path belongs to tests. */
    private static final Set<String> RUNTIME = Stream.of(
                    Seam.class,
                    InstantKey.class,
                    Retrofit.class,
                    OkHttpClient.class,
                    Buffer.class,
                    Gson.class,
                    kotlin.Unit.class)
            .map(type ->
                    type.getProtectionDomain().getCodeSource().getLocation().toString())
            .collect(Collectors.toSet());

    private static final JsonObject DECLARED = declared();

    private static List<String> uses;

    @BeforeAll
    static void runTheDomainTests(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("uses");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + RecorderAgent.writeJar(folder.resolve("agent.jar")) + "=" + file,
                        "-XX:TieredStopAtLevel=1",
                        "-Dseam.root=" + System.getProperty("seam.root"),
                        "-Dseam.openapi=" + System.getProperty("seam.openapi"),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        DomainRun.class.getName())
                .redirectErrorStream(true)
                .start();
        java.getOutputStream().close();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(output).isZero();
        uses = Files.readAllLines(file);
    }

    @Test
    void proxies_ofTheDomainTests_areThoseThatAreDeclared() {
        Set<String> declared = new TreeSet<>();
        for (JsonElement entry : DECLARED.getAsJsonArray("reflection")) {
            JsonElement type = entry.getAsJsonObject().get("type");
            if (type.isJsonObject()) {
                declared.add(String.join(",", strings(type.getAsJsonObject().getAsJsonArray("proxy"))));
            }
        }

        assertThat(declared).isNotEmpty().isEqualTo(used("proxy"));
    }

    @Test
    void methodsAndConstructors_calledByReflection_areThoseThatAreDeclared() {
        Set<String> declared = new TreeSet<>();
        for (JsonElement entry : DECLARED.getAsJsonArray("reflection")) {
            JsonObject declaration = entry.getAsJsonObject();
            if (declaration.has("methods")) {
                for (JsonElement method : declaration.getAsJsonArray("methods")) {
                    declared.add(declaration.get("type").getAsString() + "#"
                            + method.getAsJsonObject().get("name").getAsString()
                            + strings(method.getAsJsonObject().getAsJsonArray("parameterTypes")));
                }
            }
        }

        Set<String> used = used("method");
        used.removeIf(method -> !method.startsWith("co.seam.instantkeys.")); // Gson's own are for Gson to declare
        used.removeIf(method -> method.contains("Test$")); // a security provider of a test
        assertThat(declared).isNotEmpty().isEqualTo(used);
    }

    @Test
    void resources_ofTheDomainTests_areThoseThatAreDeclared() {
        Set<String> declared = new TreeSet<>();
        if (DECLARED.has("resources")) {
            for (JsonElement entry : DECLARED.getAsJsonArray("resources")) {
                declared.add(entry.getAsJsonObject().get("glob").getAsString());
            }
        }

        assertThat(declared).isEqualTo(used("resource"));
        assertThat(uses).as("the recording, of anyone").anyMatch(use -> use.startsWith("resource\t"));
    }

    /** What the domain tests do not reach cannot need metadata either. */
    @Test
    void reflection_inTheSdk_isInOnePlace() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("co.seam.instantkeys");

        Set<String> calls = classes.stream()
                .filter(type -> !type.getPackageName().startsWith("co.seam.instantkeys.wiremock"))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(ReachabilityTest::isReflection)
                .map(access -> access.getOriginOwner().getSimpleName() + ": "
                        + access.getTargetOwner().getSimpleName() + "."
                        + access.getTarget().getName())
                .collect(Collectors.toSet());

        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "ModelCodecs: Class.getConstructor", // of what @JsonAdapter names
                        "ModelCodecs: Constructor.newInstance");
    }

    private static boolean isReflection(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        switch (owner) {
            case "java.lang.Class":
                return name.matches("forName|newInstance|get(Declared)?(Constructor|Method|Field)s?|getResource.*");
            case "java.lang.ClassLoader":
                return name.matches("loadClass|getResource.*|getSystemResource.*|resources");
            case "java.lang.reflect.Method":
                return name.equals("invoke");
            case "java.lang.reflect.Constructor":
                return name.equals("newInstance");
            case "java.lang.reflect.Field":
                return name.matches("(get|set)(Int|Long|Boolean)?");
            case "java.lang.reflect.Proxy":
                return name.equals("newProxyInstance");
            default:
                return owner.startsWith("java.lang.invoke.MethodHandles$Lookup")
                        || owner.equals("java.util.ServiceLoader")
                        || owner.equals("java.util.ResourceBundle")
                        || owner.equals("java.io.ObjectInputStream")
                        || owner.endsWith("FieldUpdater");
        }
    }

    /** Returns the uses of one kind by what users get. */
    private static Set<String> used(String kind) {
        return uses.stream()
                .map(use -> use.split("\t"))
                .filter(use -> use[0].equals(kind) && RUNTIME.contains(use[2]))
                .map(use -> use[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the declarations of both jars. */
    private static JsonObject declared() {
        JsonObject all = new JsonObject();
        for (String artifact : List.of("seam-instant-keys-generated", "seam-instant-keys")) {
            JsonObject metadata = metadata(String.format(METADATA, artifact));
            for (String kind : List.of("reflection", "resources")) {
                if (metadata.has(kind)) {
                    if (!all.has(kind)) {
                        all.add(kind, new JsonArray());
                    }
                    all.getAsJsonArray(kind).addAll(metadata.getAsJsonArray(kind));
                }
            }
        }
        return all;
    }

    private static JsonObject metadata(String file) {
        try (InputStream in = ReachabilityTest.class.getClassLoader().getResourceAsStream(file)) {
            return in == null
                    ? new JsonObject()
                    : JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
