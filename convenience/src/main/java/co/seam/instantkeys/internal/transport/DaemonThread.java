package co.seam.instantkeys.internal.transport;

/**
 * Creates the threads of this SDK. They keep no JVM running and no web application from being unloaded: neither the
 * context class loader nor thread locals of the creating thread are inherited.
 */
final class DaemonThread {
    private DaemonThread() {}

    static Thread create(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    static void start(String name, Runnable task) {
        create(name, task).start();
    }
}
