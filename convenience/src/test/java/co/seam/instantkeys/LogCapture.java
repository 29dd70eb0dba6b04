package co.seam.instantkeys;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Captures everything that this SDK and OkHttp log, at every level, until it is closed. */
final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers = Stream.of(
                    "co.seam.instantkeys",
                    "okhttp3",
                    "okhttp3.OkHttpClient",
                    "okhttp3.internal.http2.Http2",
                    "okhttp3.internal.concurrent.TaskRunner")
            .map(Logger::getLogger)
            .toList();

    LogCapture() {
        setLevel(Level.ALL);
        loggers.forEach(logger -> {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        });
    }

    /** The log records with their stack traces. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        loggers.forEach(logger -> {
            logger.removeHandler(this);
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
        });
    }
}
