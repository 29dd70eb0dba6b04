package co.seam.instantkeys.wiremock;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** The sandbox as a command-line program, for people and for clients in other languages. */
final class StandAlone {
    private static final int DEFAULT_PORT = 8080;
    /** Bounds the memory for the requests that WireMock records: the program may run for days. */
    private static final int MAX_RECORDED_REQUESTS = 1_000;

    private static final int START_FAILED = 1;
    private static final int USAGE_ERROR = 2;

    private static final String HELP = String.join(
            "\n",
            "Starts a sandbox of the Seam API for Instant Keys, with a small hotel. Its data is lost when it stops.",
            "",
            "  --port N   port to listen on, 0 for a free one (default: " + DEFAULT_PORT + ")",
            "  --host H   name or address to listen on (default: 127.0.0.1, only this machine can connect)",
            "  --seed N   whole number, which makes the API key and ids the same at each start (default: random)",
            "  --help     print this text");

    private StandAlone() {}

    public static void main(String[] args) {
        int status = start(List.of(args), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        } // else the server's threads, if it runs, keep the program alive
    }

    /** @return the exit status; 0 also if the sandbox runs */
    static int start(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help")) {
            out.println(HELP);
            return 0;
        }
        try {
            SeamSandbox sandbox = settings(args).start();
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            out.println(greeting(sandbox));
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "; --help lists the options");
            return USAGE_ERROR;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + "; choose another one with --port or --host");
            return START_FAILED;
        }
    }

    private static SeamSandbox.Builder settings(List<String> args) {
        SeamSandbox.Builder settings =
                SeamSandbox.builder().port(DEFAULT_PORT).maxRecordedRequests(MAX_RECORDED_REQUESTS);
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--port":
                    settings.port(number(option, rest, Integer::parseInt));
                    break;
                case "--host":
                    settings.host(value(option, rest));
                    break;
                case "--seed":
                    settings.seed(number(option, rest, Long::parseLong));
                    break;
                default:
                    throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return settings;
    }

    private static <T> T number(String option, Iterator<String> rest, Function<String, T> parser) {
        String value = value(option, rest);
        try {
            return parser.apply(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid value of " + option + ": " + value, e);
        }
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static String greeting(SeamSandbox sandbox) {
        return String.join(
                "\n",
                "Seam sandbox at " + sandbox.endpoint(),
                "API key " + sandbox.apiKey(),
                "",
                "The doors of its hotel:",
                "curl -s " + sandbox.endpoint() + "/acs/entrances/list -H 'Authorization: Bearer " + sandbox.apiKey()
                        + "' -H 'Content-Type: application/json' -d '{}'",
                "",
                "Ctrl+C stops it.");
    }
}
