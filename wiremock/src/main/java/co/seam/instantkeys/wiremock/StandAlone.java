package co.seam.instantkeys.wiremock;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sandbox as a command-line program, for people and for clients in other languages. */
final class StandAlone {
    private static final int DEFAULT_PORT = 8080;
    private static final int START_FAILED = 1;
    private static final int USAGE_ERROR = 2;

    private static final String HELP = String.join(
            "\n",
            "Starts a sandbox of the Seam API for Instant Keys, with a small hotel. Its data is lost when it stops.",
            "",
            "  --port N   port to listen on, 0 for a free one (default: " + DEFAULT_PORT + ")",
            "  --host H   name or address to listen on (default: 127.0.0.1, only this machine can connect)",
            "  --seed N   whole number, which makes the API key and ids the same at each start (default: random)",
            "  --lan      serve the page behind a link, and nothing else, to the local network, for phones",
            "  --property FILE         JSON file with another property in place of the small hotel",
            "  --webhook-url U         URL on this machine to which all events are sent (default: none)",
            "  --allow-webhook-host H  another host to which events may be sent",
            "  --wiremock-admin        serve WireMock's own /__admin, which shows recorded requests",
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
            Settings settings = Settings.of(args);
            SeamSandbox sandbox = settings.sandbox.start();
            SandboxWebhook webhook = settings.deliver(sandbox);
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            out.println(greeting(sandbox, webhook));
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "; --help lists the options");
            return USAGE_ERROR;
        } catch (IllegalStateException e) {
            err.println(e.getMessage() + "; start without --lan");
            return START_FAILED;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + "; choose another one with --port or --host");
            return START_FAILED;
        }
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

    private static String greeting(SeamSandbox sandbox, @Nullable SandboxWebhook webhook) {
        return String.join(
                "\n",
                "Seam sandbox at " + sandbox.endpoint(),
                "API key " + sandbox.apiKey() + (webhook == null ? "" : "\nWebhook secret " + webhook.secret()),
                "Window " + sandbox.endpoint() + Window.PATH + token(sandbox),
                "",
                "The doors of its hotel:",
                "curl -s " + sandbox.endpoint() + "/acs/entrances/list -H 'Authorization: Bearer " + sandbox.apiKey()
                        + "' -H 'Content-Type: application/json' -d '{}'",
                "",
                "Ctrl+C stops it.");
    }

    private static String token(SeamSandbox sandbox) {
        String token = sandbox.windowToken();
        return token == null ? "" : "\nWindow token " + token;
    }

    /** What the arguments ask for. */
    private static final class Settings {
        private final SeamSandbox.Builder sandbox =
                SeamSandbox.builder().localLinks().window().port(DEFAULT_PORT).keepJvmAlive();
        private @Nullable String webhookUrl;

        static Settings of(List<String> args) {
            Settings settings = new Settings();
            for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
                settings.set(rest.next(), rest);
            }
            return settings;
        }

        private void set(String option, Iterator<String> rest) {
            switch (option) {
                case "--port":
                    sandbox.port(number(option, rest, Integer::parseInt));
                    break;
                case "--host":
                    sandbox.host(value(option, rest));
                    break;
                case "--seed":
                    sandbox.seed(number(option, rest, Long::parseLong));
                    break;
                case "--property":
                    sandbox.property(property(value(option, rest)));
                    break;
                case "--lan":
                    sandbox.localLinksOnLan();
                    break;
                case "--wiremock-admin":
                    sandbox.wireMockAdmin();
                    break;
                case "--webhook-url":
                    webhookUrl = value(option, rest);
                    break;
                case "--allow-webhook-host":
                    sandbox.allowWebhookHost(value(option, rest));
                    break;
                default:
                    throw new IllegalArgumentException("unknown option " + option);
            }
        }

        private static SandboxProperty property(String file) {
            try {
                return SandboxProperty.fromJson(Path.of(file));
            } catch (UncheckedIOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        /** @return null if there is nothing to deliver to */
        @Nullable
        SandboxWebhook deliver(SeamSandbox started) {
            if (webhookUrl == null) {
                return null;
            }
            try {
                return started.webhooks().deliverTo(webhookUrl);
            } catch (IllegalArgumentException e) {
                started.close();
                throw e;
            }
        }
    }
}
