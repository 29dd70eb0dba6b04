package co.seam.instantkeys.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A fresh JVM that reads a list of 10,000 keys with the SDK and measures its size in two ways: as the heap that is
 * freed with the list, and as the sum of the reachable objects, each counted once. The first is larger if something
 * else retains the response. Also reports how much of the sum are strings equal to another one, which sharing them
 * would save.
 */
final class HeapRun {
    private static final int REFERENCE = 4;
    private static final int HEADER = 12;
    private static final int ARRAY_HEADER = 16;

    private static final int WEIGHINGS = 5;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> strings = new HashSet<>();
    private final Deque<Object> pending = new ArrayDeque<>();
    private long bytes;
    private long repeated;

    private HeapRun() {}

    /**
     * @param retained heap that is freed with the list
     * @param objects sum of the reachable objects
     * @param repeatedStrings part of the sum that is strings equal to another one
     */
    record Figures(long retained, long objects, long repeatedStrings) {}

    /** @param args origin of the server */
    public static void main(String[] args) throws Exception {
        Client client = Contender.SEAM.client(Contender.okHttp(), args[0], Work.KEYS_10000);
        long[] retained = new long[WEIGHINGS];
        for (int i = 0; i < WEIGHINGS; i++) {
            Object list = client.call();
            long with = usedHeap();
            list = null;
            retained[i] = with - usedHeap();
        }
        Arrays.sort(retained); // the first call also loads classes
        HeapRun run = new HeapRun();
        run.weigh(client.call());
        System.out.println("{\"retained\":" + retained[WEIGHINGS / 2] + ",\"objects\":" + run.bytes
                + ",\"repeatedStrings\":" + run.repeated + "}");
        System.exit(0);
    }

    private static long usedHeap() {
        System.gc();
        System.gc(); // frees what the first run found to be weakly referenced
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void weigh(Object root) throws IllegalAccessException {
        visit(root);
        while (!pending.isEmpty()) {
            Object next = pending.pop();
            long before = bytes;
            if (next.getClass().isArray()) {
                weighArray(next);
            } else {
                weighFields(next);
            }
            if (next instanceof String && !strings.add((String) next)) {
                repeated += bytes - before + size(ARRAY_HEADER + ((String) next).length());
            }
        }
    }

    private void weighArray(Object array) {
        Class<?> element = array.getClass().getComponentType();
        bytes += size(ARRAY_HEADER + (long) Array.getLength(array) * width(element));
        if (!element.isPrimitive()) {
            for (Object item : (Object[]) array) {
                visit(item);
            }
        }
    }

    private void weighFields(Object object) throws IllegalAccessException {
        long size = HEADER;
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    size += width(field.getType());
                    if (!field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        visit(field.get(object));
                    }
                }
            }
        }
        bytes += size(size);
    }

    private void visit(Object object) {
        if (object != null && seen.add(object)) {
            pending.push(object);
        }
    }

    /** Layout of HotSpot: with a heap below 32 GB, a reference takes 4 bytes. */
    private static int width(Class<?> type) {
        if (!type.isPrimitive()) {
            return REFERENCE;
        }
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == int.class || type == float.class) {
            return 4;
        }
        return type == short.class || type == char.class ? 2 : 1;
    }

    private static long size(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
