package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stays issued by several JVMs at once, and by JVMs that are killed at each point of a call. */
@Tag("slow")
class StayProcessesIT {
    private static final String KEY = "booking-7";
    private static final Instant START = Instant.parse("2030-05-01T15:00:00Z");

    /** More requests than any verb sends. */
    private static final int MANY = 50;

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Seam seam = Seam.builder()
            .endpoint(sandbox.endpoint())
            .apiKey(sandbox.apiKey())
            .clock(new SandboxTime(sandbox))
            .build();
    private final List<Process> processes = new ArrayList<>();

    /** The program that runs in the other JVMs. */
    static final class Program {
        private Program() {}

        /** Issues, replaces or cancels the stay once a line arrives on standard input, and prints its link. */
        public static void main(String[] args) throws IOException {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (Seam seam = client(args[0], args[1])) {
                System.out.println("ready");
                input.readLine();
                System.out.println(run(seam, Verb.valueOf(args[2]), args[3]));
            }
        }
    }

    private enum Verb {
        ISSUE,
        REPLACE,
        CANCEL
    }

    private static String run(Seam seam, Verb verb, String entranceId) {
        switch (verb) {
            case ISSUE:
                return seam.stays().issue(stay(entranceId)).getInstantKeyUrl();
            case REPLACE:
                return seam.stays().replace(stay(entranceId)).getInstantKeyUrl();
            default:
                return String.valueOf(seam.stays().cancel(KEY));
        }
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        seam.close();
        sandbox.close();
    }

    @Test
    void issue_fourProcessesAtOnce_createOneGrant() throws Exception {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(new Child(sandbox.endpoint(), Verb.ISSUE, "Room 101"));
        }

        for (Child child : children) {
            child.go();
        }
        Set<String> links = new HashSet<>();
        for (Child child : children) {
            links.add(child.result());
        }

        assertThat(links).containsExactly(seam.stays().get(KEY).getInstantKeyUrl());
        assertThat(sandbox.grantsCreatedByKey()).containsExactly(Map.entry(KEY, 1));
        assertThat(seam.userIdentities().list()).hasSize(1);
        assertThat(seam.instantKeys().list()).hasSize(1);
    }

    /** Kills the process at its first request, at its second, and so on, until it survives. */
    @ParameterizedTest
    @EnumSource(KillingProxy.Moment.class)
    void replace_killedAtEachRequest_isFinishedByTheNextCall(KillingProxy.Moment moment) throws Exception {
        boolean killed = true;
        for (int request = 1; killed; request++) {
            sandbox.reset();
            sandbox.deleteAfter(Duration.ofSeconds(5));
            String old =
                    seam.stays().issue(stay(door("Room 101"))).getAccessGrant().getAccessGrantId();

            killed = isKilled(Verb.REPLACE, "Room 102", request, moment);
            IssuedStay stay = seam.stays().replace(stay(door("Room 102")), old);

            assertThat(liveGrants()).as("%s request %d", moment, request).containsExactly(stay.getAccessGrant());
            assertThatThrownBy(() -> seam.stays().issue(stay(door("Room 101"))))
                    .as("the older message, delivered again")
                    .isInstanceOf(SeamConflictException.class);
            assertThat(request).isLessThan(MANY);
        }
    }

    @ParameterizedTest
    @EnumSource(KillingProxy.Moment.class)
    void cancel_killedAtEachRequest_isFinishedByTheNextCall(KillingProxy.Moment moment) throws Exception {
        boolean killed = true;
        for (int request = 1; killed; request++) {
            sandbox.reset();
            sandbox.deleteAfter(Duration.ofSeconds(5));
            seam.stays().issue(stay(door("Room 101")));

            killed = isKilled(Verb.CANCEL, "Room 101", request, moment);
            seam.stays().cancel(KEY);

            assertThat(liveGrants()).as("%s request %d", moment, request).isEmpty();
            assertThat(request).isLessThan(MANY);
        }
    }

    @ParameterizedTest
    @EnumSource(KillingProxy.Moment.class)
    void issue_killedAtEachRequest_isFinishedByTheNextCall(KillingProxy.Moment moment) throws Exception {
        boolean killed = true;
        for (int request = 1; killed; request++) {
            sandbox.reset();

            killed = isKilled(Verb.ISSUE, "Room 101", request, moment);
            IssuedStay stay = seam.stays().issue(stay(door("Room 101")));

            assertThat(liveGrants()).as("%s request %d", moment, request).containsExactly(stay.getAccessGrant());
            assertThat(seam.userIdentities().list()).hasSize(1);
            assertThat(request).isLessThan(MANY);
        }
    }

    /** Returns whether the process was killed, and not too quick to be. */
    private boolean isKilled(Verb verb, String door, int request, KillingProxy.Moment moment) throws Exception {
        try (KillingProxy proxy = new KillingProxy(sandbox, request, moment)) {
            Child child = new Child(proxy.endpoint(), verb, door);
            proxy.kills(child.process);
            child.go();
            assertThat(child.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return child.process.exitValue() != 0;
        }
    }

    private List<AccessGrant> liveGrants() {
        return seam.accessGrants().list().stream()
                .filter(grant -> !GrantsByKey.isBeingDeleted(grant))
                .toList();
    }

    private String door(String name) {
        return sandbox.acsEntranceId(name);
    }

    private static Seam client(String endpoint, String apiKey) {
        return Seam.builder().endpoint(endpoint).apiKey(apiKey).build();
    }

    private static StayRequest stay(String entranceId) {
        return StayRequest.builder()
                .accessGrantKey(KEY)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("ada")
                        .fullName("Ada")
                        .build())
                .acsEntranceIds(List.of(entranceId))
                .startsAt(START)
                .noEnd()
                .build();
    }

    /** Another JVM. */
    private final class Child {
        private final Process process;
        private final BufferedReader output;

        Child(String endpoint, Verb verb, String door) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            endpoint,
                            sandbox.apiKey(),
                            verb.name(),
                            door(door))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(output.readLine()).isEqualTo("ready");
        }

        void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        String result() throws IOException {
            return output.readLine();
        }
    }
}
