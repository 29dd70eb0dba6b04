package co.seam.instantkeys.spring.started;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that knows nothing of the SDK, and thereby starts without its jars as well. Prints its CPU time and
 * ends. It has a package of its own: Spring Boot scans the application's package, and would scan the starter's jar for
 * one in the starter's package.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {
    /** Begins the line with the CPU time of the process in nanoseconds, and the number of classes. */
    public static final String STARTED = "started: ";

    public static void main(String[] args) {
        SpringApplication.run(StartedApplication.class, args);
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        System.out.println(STARTED + cpu + " " + classes);
        Runtime.getRuntime().halt(0);
    }
}
