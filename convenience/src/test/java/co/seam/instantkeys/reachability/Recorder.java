package co.seam.instantkeys.reachability;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Records what a native image would have to know in advance: proxies, resources that exist, and constructors and
 * methods that are called by reflection. {@link RecorderAgent} has the JDK call it, so the boot loader loads it, and it
 * uses nothing but the JDK. Leaves out what GraalVM provides by itself: annotations, lambdas, and the JDK's own classes
 * and resources.
 */
public final class Recorder {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Set<String> USES = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Boolean> RECORDING = new ThreadLocal<>();

    private Recorder() {}

    /** Returns the uses so far: kind, name, and the jar or folder of the class that asked for it, separated by tabs. */
    public static Set<String> uses() {
        return USES;
    }

    public static void proxy(Class<?>[] interfaces) {
        if (!interfaces[0].isAnnotation()) {
            String names = Arrays.stream(interfaces).map(Class::getName).collect(Collectors.joining(","));
            record("proxy", names);
        }
    }

    public static void call(Executable target) {
        Class<?> type = target.getDeclaringClass();
        if (!isOfTheJdk(type) && !type.isHidden() && !Proxy.isProxyClass(type) && !type.isAnnotation()) {
            List<String> parameters = Arrays.stream(target.getParameterTypes())
                    .map(Class::getTypeName)
                    .toList();
            String name = target instanceof Constructor ? "<init>" : ((Method) target).getName();
            record("method", type.getName() + "#" + name + parameters);
        }
    }

    public static void resource(URL found, String name) {
        if (found != null && !found.getProtocol().equals("jrt")) {
            record("resource", name);
        }
    }

    public static void resources(Enumeration<URL> found, String name) {
        if (found != null && found.hasMoreElements()) {
            record("resource", name);
        }
    }

    private static void record(String kind, String name) {
        if (RECORDING.get() != null) {
            return; // what this method needs by itself
        }
        RECORDING.set(true);
        try {
            Optional<Class<?>> caller =
                    STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                            .filter(type -> type != Recorder.class && !isOfTheJdk(type))
                            .findFirst());
            caller.ifPresent(type -> USES.add(kind + "\t" + name + "\t" + location(type)));
        } finally {
            RECORDING.remove();
        }
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "none"
                : source.getLocation().toString();
    }

    private static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
