package co.seam.instantkeys.internal.transport;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Creates the threads of this SDK. They keep no JVM running and no web application from being unloaded: neither the
 * context class loader nor thread locals of the creating thread are inherited, nor the classes on its stack, which Java
 * 11 to 23 keep in the thread's access control context.
 */
final class DaemonThread {
    private DaemonThread() {}

    static Thread create(String name, Runnable task) {
        PrivilegedAction<Thread> creation = () -> new Thread(null, task, name, 0, false);
        Thread thread = AccessController.doPrivileged(creation);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    static void start(String name, Runnable task) {
        create(name, task).start();
    }
}
