package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Limits the classes of the SDK that a fresh JVM loads, because a function that starts for each request waits for them.
 * Their number is exact. A commit that exceeds a limit on purpose raises it here.
 */
@Timeout(60)
class FirstCallTest {
    private static final int MAX_TO_CREATE_A_CLIENT = 39;
    private static final int MAX_TO_GENERATE_A_KEY = 107;

    @Test
    void generateInstantKey_inAFreshJvm_loadsFewClasses() throws Exception {
        try (RawServer server = RawServer.start(RawServer.succeed());
                Loader loader = new Loader()) {
            List<Integer> toCreate = new ArrayList<>();
            @SuppressWarnings("unchecked")
            BiFunction<String, Runnable, String> call = (BiFunction<String, Runnable, String>)
                    loader.loadClass(Call.class.getName()).getConstructor().newInstance();

            String key = call.apply(server.endpoint(), () -> toCreate.add(loader.loaded.size()));

            assertThat(key).startsWith("InstantKey{");
            assertThat(toCreate.get(0)).as("%s", loader.loaded).isLessThanOrEqualTo(MAX_TO_CREATE_A_CLIENT);
            assertThat(loader.loaded).hasSizeLessThanOrEqualTo(MAX_TO_GENERATE_A_KEY);
        }
    }

    /** Loaded anew as well, because reflection on a class of the SDK would load all that its methods return. */
    public static final class Call implements BiFunction<String, Runnable, String> {
        @Override
        public String apply(String endpoint, Runnable created) {
            try (Seam seam =
                    Seam.builder().apiKey("seam_test1_key").endpoint(endpoint).build()) {
                created.run();
                return seam.userIdentities().generateInstantKey("guest").toString();
            }
        }
    }

    /** Loads the classes of the SDK anew, and all others as usual. */
    private static final class Loader extends URLClassLoader {
        final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Loader() {
            super(new URL[] {home(Seam.class), home(InstantKey.class), home(Call.class)});
        }

        private static URL home(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("co.seam.instantkeys.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> type = findLoadedClass(name);
                if (type == null) {
                    type = findClass(name);
                    if (!name.equals(Call.class.getName())) {
                        loaded.add(name);
                    }
                }
                return type;
            }
        }
    }
}
