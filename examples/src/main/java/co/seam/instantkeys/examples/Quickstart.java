package co.seam.instantkeys.examples;

import co.seam.instantkeys.InstantKeyFilters;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Issues a link that opens doors, from an empty terminal: {@code mvn -q -Pquickstart}. Runs against an embedded
 * sandbox, or against the real API if {@code SEAM_API_KEY} is set.
 */
public final class Quickstart {
    private static final String KEEP = "--keep";
    private static final String LAN = "--lan";
    private static final Set<String> OPTIONS = Set.of(KEEP, LAN);

    /** Properties with the charset of the terminal: from Java 19 on, of older versions, and if the output is a file. */
    private static final List<String> ENCODINGS = List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding");

    private final Seam seam;
    private final PrintStream out;
    private final Charset terminal;

    /** Deletions of what was created, latest first. */
    private final Deque<Deletion> cleanup = new ArrayDeque<>();

    private final CountDownLatch done = new CountDownLatch(1);

    private volatile boolean stopped;

    private Quickstart(Seam seam, PrintStream out, Charset terminal) {
        this.seam = seam;
        this.out = out;
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        Charset terminal = terminal();
        PrintStream out = print(FileDescriptor.out, terminal);
        PrintStream err = print(FileDescriptor.err, terminal);
        int exitCode = run(List.of(args), System.getenv(), System.in, out, err, terminal);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /**
     * @param terminal the charset of {@code out}
     * @return the exit code
     */
    static int run(
            List<String> args,
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Charset terminal) {
        try {
            check(args);
            boolean keep = args.contains(KEEP);
            if (isSet(environment, "SEAM_API_KEY") || isSet(environment, "SEAM_PERSONAL_ACCESS_TOKEN")) {
                try (Seam seam = Seam.builder().fromEnvironment(environment).build()) {
                    out.println("Running for real: " + seam);
                    new Quickstart(seam, out, terminal).run(keep);
                }
            } else if (isSet(environment, "SEAM_ENDPOINT")) {
                throw new IllegalArgumentException("SEAM_ENDPOINT is set, but SEAM_API_KEY is not");
            } else {
                runInSandbox(keep, args.contains(LAN), in, out, terminal);
            }
            return 0;
        } catch (SeamException | IllegalArgumentException | IllegalStateException e) {
            err.println("Quickstart failed: " + e.getMessage());
            return 1;
        }
    }

    private static void runInSandbox(boolean keep, boolean lan, InputStream in, PrintStream out, Charset terminal) {
        SeamSandbox.Builder settings = SeamSandbox.builder().localLinks();
        try (SeamSandbox sandbox = (lan ? settings.localLinksOnLan() : settings).start();
                Seam seam = Seam.builder()
                        .apiKey(sandbox.apiKey())
                        .endpoint(sandbox.endpoint())
                        .build()) {
            out.println("SEAM_API_KEY is not set: running against the embedded sandbox, where no door is real.");
            new Quickstart(seam, out, terminal).run(keep);
            if (keep) {
                out.println("The link opens the guest's page until you press Enter.");
                awaitEnter(in);
            } else {
                out.println("The sandbox is gone now, and its links with it; " + KEEP + " lets you open them.");
            }
        }
    }

    /** Also returns at the end of the input, such as in a script. */
    private static void awaitEnter(InputStream in) {
        try {
            int character = in.read();
            while (character != '\n' && character >= 0) {
                character = in.read();
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read from the terminal", e);
        }
    }

    private void run(boolean keep) {
        Thread onStop = new Thread(this::stop);
        Runtime.getRuntime().addShutdownHook(onStop);
        try {
            issue();
        } finally {
            if (keep) {
                out.println("Kept what was created, because of " + KEEP + ".");
            } else {
                cleanup.forEach(this::clean);
            }
            done.countDown();
            removeHook(onStop);
        }
    }

    /**
     * Runs on Ctrl-C: the call in progress is waited for, since nobody could delete what it creates if it was cut off.
     */
    private void stop() {
        stopped = true;
        out.println("Stopping.");
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is running
        }
    }

    private void checkStopped() {
        if (stopped) {
            throw new IllegalStateException("stopped before its end");
        }
    }

    /**
     * Prints a failure and does not throw it: the rest must be deleted too, and an earlier failure must stay visible.
     */
    private void clean(Deletion deletion) {
        try {
            deletion.action.run();
            out.println("Deleted the " + deletion.what + ".");
        } catch (SeamException e) {
            out.println("Could not delete the " + deletion.what + ": " + e.getMessage());
        }
    }

    private void issue() {
        List<AcsEntrance> doors = doors();
        out.println("Doors that open with a mobile key: "
                + doors.stream().map(AcsEntrance::getDisplayName).collect(Collectors.joining(", ")));

        checkStopped();
        String guestKey = "quickstart-" + UUID.randomUUID();
        UserIdentity guest = seam.userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey(guestKey)
                        .fullName("Jane Doe")
                        .acsSystemIds(List.of(doors.get(0).getAcsSystemId()))
                        .build());
        cleanup.push(new Deletion("guest", () -> seam.userIdentities().delete(guest.getUserIdentityId())));
        out.println("Guest: " + guest.getDisplayName() + " (" + guestKey + ")");

        checkStopped();
        Instant arrival = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        AccessGrant grant = seam.accessGrants()
                .create(CreateAccessGrantRequest.builder()
                        .userIdentityId(guest.getUserIdentityId())
                        .accessGrantKey(guestKey)
                        .acsEntranceIds(doors.stream()
                                .limit(3) // in the sandbox, the common doors and Room 101
                                .map(AcsEntrance::getAcsEntranceId)
                                .collect(Collectors.toList()))
                        .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.MOBILE_KEY)
                                .build()))
                        .startsAt(arrival)
                        .endsAt(arrival.plus(1, ChronoUnit.DAYS))
                        .build());
        cleanup.push(new Deletion("grant", () -> seam.accessGrants().delete(grant.getAccessGrantId())));
        out.println("Grant: from " + grant.getStartsAt() + " to " + grant.getEndsAt());
        String url = grant.getInstantKeyUrl();
        if (url == null) {
            throw new IllegalStateException("the grant has no instant_key_url");
        }
        out.println("Instant key of the grant, to tap or to scan: " + url);
        out.print(QrCode.of(url).toText(terminal));

        checkStopped();
        InstantKey second = seam.userIdentities().generateInstantKey(guest.getUserIdentityId());
        out.println("One more key, which works once: " + second.getInstantKeyUrl());

        List<InstantKey> active = active(guest);
        out.println("Active keys: " + active.size());
        seam.instantKeys().delete(second.getInstantKeyId());
        out.println("Deleted the second key. Left: "
                + active(guest).stream().map(InstantKey::getInstantKeyUrl).collect(Collectors.joining(", ")));
    }

    /** Returns the doors of the first access system that has any, since a grant is for the doors of one system. */
    private List<AcsEntrance> doors() {
        List<AcsEntrance> doors = seam
                .acs()
                .entrances()
                .list(ListAcsEntrancesRequest.builder().build())
                .stream()
                .filter(door -> Boolean.TRUE.equals(door.getCanUnlockWithMobileKey()))
                .collect(Collectors.toList());
        if (doors.isEmpty()) {
            throw new IllegalStateException("this workspace has no door that opens with a mobile key");
        }
        String system = doors.get(0).getAcsSystemId();
        return doors.stream()
                .filter(door -> door.getAcsSystemId().equals(system))
                .collect(Collectors.toList());
    }

    private List<InstantKey> active(UserIdentity guest) {
        return seam.instantKeys().list(guest.getUserIdentityId()).stream()
                .filter(InstantKeyFilters.activeAt(Instant.now()))
                .collect(Collectors.toList());
    }

    private static void check(List<String> args) {
        for (String arg : args) {
            if (!OPTIONS.contains(arg)) {
                throw new IllegalArgumentException("unknown argument " + arg + "; there are " + KEEP + " and " + LAN);
            }
        }
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static Charset terminal() {
        return ENCODINGS.stream()
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .map(Charset::forName)
                .findFirst()
                .orElse(Charset.defaultCharset());
    }

    private static PrintStream print(FileDescriptor descriptor, Charset terminal) {
        return new PrintStream(new FileOutputStream(descriptor), true, terminal);
    }

    private static final class Deletion {
        final String what;
        final Runnable action;

        Deletion(String what, Runnable action) {
            this.what = what;
            this.action = action;
        }
    }
}
