package co.seam.instantkeys.hostile;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what this SDK and OkHttp log, and what anybody prints, until it is closed. Thread-safe. */
final class Printed implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<Logger> loggers = List.of(Logger.getLogger("co.seam.instantkeys"), Logger.getLogger("okhttp3"));
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            text.writeBytes(new SimpleFormatter().format(entry).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Printed() {
        PrintStream stream = new PrintStream((OutputStream) text, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        });
    }

    /** Returns what was collected since the last time. */
    String take() {
        synchronized (text) {
            String taken = text.toString(StandardCharsets.UTF_8);
            text.reset();
            return taken;
        }
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        loggers.forEach(logger -> {
            logger.removeHandler(handler);
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
        });
    }
}
