package co.seam.instantkeys.examples.arrivals;

import co.seam.instantkeys.StayProgress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far the bookings are: a bar on a terminal, otherwise a line for each tenth of them. */
interface ProgressDisplay extends AutoCloseable {
    void update(StayProgress progress);

    @Override
    void close();

    static ProgressDisplay bar(int size, PrintStream out) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Stays")
                .setInitialMax(size)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .showSpeed()
                .build();
        return new ProgressDisplay() {
            @Override
            public void update(StayProgress progress) {
                bar.stepTo(progress.getDone());
                bar.setExtraMessage(progress.getFailed() == 0 ? "" : progress.getFailed() + " failed");
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    static ProgressDisplay lines(int size, PrintStream out) {
        int step = Math.max(1, size / 10);
        return new ProgressDisplay() {
            @Override
            public void update(StayProgress progress) {
                if (progress.getDone() % step == 0) {
                    out.println(progress);
                }
            }

            @Override
            public void close() {}
        };
    }
}
