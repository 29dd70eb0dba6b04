package co.seam.instantkeys.spec.openapi;

import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command that reads the public document. */
public final class SourceOptions {
    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            defaultValue = Source.DEFAULT,
            description = "Seam's public OpenAPI document: a file in JSON or YAML, Seam's openapi.js or openapi.ts, or"
                    + " an https URL; ${DEFAULT-VALUE} by default.")
    private String source;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "For the whole download; ${DEFAULT-VALUE} by default.")
    private int timeout;

    @Option(
            names = "--plain-http",
            paramLabel = "NAME",
            defaultValue = "",
            description = "A name of this machine to which plain http is allowed, for tests.")
    private String plainHttpHost;

    public Source source() {
        return source(source);
    }

    /** Returns another source, read under the same limits. */
    public Source source(String name) {
        return new Source(name, plainHttpHost, Duration.ofSeconds(timeout));
    }
}
