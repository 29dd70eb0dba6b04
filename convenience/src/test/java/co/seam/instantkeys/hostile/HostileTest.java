package co.seam.instantkeys.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Calls in a hostile world: random faults at the level of bytes, frames and messages, callers' interceptors and
 * listeners that misbehave, interrupts. What the client promises must be true of every call. The server's log is the
 * witness.
 *
 * <pre>{@code
 * mvn test -pl convenience -Dtest=HostileTest -Dseam.hostile.calls=20000 -Dseam.hostile.seed=7
 * }</pre>
 *
 * <p>A seed repeats all decisions, but not how threads take turns. To see a violation again, repeat its scene alone, a
 * few times: {@code -Dseam.hostile.seed=7 -Dseam.hostile.scene=12}. The counts of all outcomes are in
 * {@code target/hostile.md}.
 */
class HostileTest {
    private static final long SEED = Long.getLong("seam.hostile.seed", 20260701);

    /** The only scene to play; 0 for as many as it takes. */
    private static final int SCENE = Integer.getInteger("seam.hostile.scene", 0);

    /** Scenes at a time: most of their time is waiting. */
    private static final int STAGES = 6;

    /** The end is not worth waiting for after so many violations. */
    private static final int MAX_VIOLATIONS = 10;

    private final int wanted = Integer.getInteger("seam.hostile.calls", calls());
    private final Dice dice = new Dice(SEED);
    private final Secrets secrets = new Secrets();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean hang;
    private final AtomicInteger scenes = new AtomicInteger(Math.max(0, SCENE - 1));

    @Test
    void calls_hostileNetworkServerAndClient_keepAllPromises() throws Exception {
        new World(dice).close(); // from the first socket on, the JDK keeps one for itself
        Baseline baseline = new Baseline();
        long start = System.nanoTime();
        String printed;
        try (Stalls stalls = new Stalls();
                Printed prints = new Printed()) {
            playScenes(stalls);
            printed = prints.take();
        }
        printed.lines()
                .forEach(line ->
                        secrets.in(line).ifPresent(secret -> violations.add("printed " + secret + " in " + line)));
        baseline.leftovers().forEach(left -> violations.add("left behind: " + left));
        report(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));

        assertThat(violations).as("violations, with seed %s", SEED).isEmpty();
    }

    /** How many calls are made at least. */
    int calls() {
        return 400;
    }

    private void playScenes(Stalls stalls) throws Exception {
        ExecutorService stages = Executors.newFixedThreadPool(STAGES);
        ScheduledExecutorService interrupter = Executors.newSingleThreadScheduledExecutor();
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < (SCENE == 0 ? STAGES : 1); i++) {
                Dice stage = dice.child(-i);
                ends.add(stages.submit(() -> {
                    try (World world = new World(stage)) {
                        do {
                            play(scenes.incrementAndGet(), world, interrupter, stalls);
                        } while (SCENE == 0 && calls.get() < wanted && violations.size() < MAX_VIOLATIONS && !hang);
                        return null;
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            stages.shutdownNow();
            interrupter.shutdownNow();
        }
    }

    private void play(int number, World world, ScheduledExecutorService interrupter, Stalls stalls) throws Exception {
        Scene scene = new Scene(world, dice.child(number), secrets, interrupter);
        ServerLog log = scene.run();
        hang |= scene.hangs;
        scene.violations.addAll(new Invariants(scene, log, stalls).check());
        scene.violations.forEach(violation -> violations.add("scene " + number + ", " + scene + ": " + violation));
        for (HostileCall call : scene.calls) {
            calls.incrementAndGet();
            outcomes.merge("| " + call.kind + " | " + call.outcome() + " |", 1, Integer::sum);
        }
    }

    private void report(long millis) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                calls + " calls in " + scenes + " scenes and " + millis + " ms, seed " + SEED + ", " + violations.size()
                        + " violations",
                "",
                "| call | outcome | calls |",
                "|---|---|---|"));
        outcomes.forEach((outcome, count) -> lines.add(outcome + " " + count + " |"));
        Files.write(Path.of("target/hostile.md"), lines);
    }
}
