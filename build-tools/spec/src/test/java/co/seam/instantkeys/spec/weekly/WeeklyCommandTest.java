package co.seam.instantkeys.spec.weekly;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a clone of a repository that has the contract and the lock of an earlier document. */
class WeeklyCommandTest {
    private static final String SCHEMAS = "/components/schemas/";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path clone;
    private ObjectNode document;

    @BeforeEach
    void cloneRepository() throws IOException {
        Path origin = folder.resolve("origin");
        Path contract = origin.resolve(Document.SEAM_YAML);
        Files.createDirectories(contract.getParent());
        Files.copy(FrozenContract.SEAM, contract);
        Files.writeString(contract.resolveSibling("deviations.yaml"), "deviations: []\n");
        document = (ObjectNode) Document.read(FrozenContract.SEAM).root();
        assertThat(run("upstream", write(document).toString(), "--spec", contract.toString()))
                .isZero();
        out.getBuffer().setLength(0);
        Files.writeString(origin.resolve(".gitignore"), "openapi/.upstream/\n");
        git(folder, "init", "--quiet", origin.toString());
        git(origin, "add", "--all");
        git(origin, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=Begin");
        clone = folder.resolve("clone");
        git(folder, "clone", "--quiet", origin.toString(), clone.toString());
        Files.move(contract.resolveSibling(".upstream"), clone.resolve("openapi/.upstream"));
        git(clone, "config", "user.name", "A");
        git(clone, "config", "user.email", "a@example.com");
    }

    @Test
    void weekly_sameDocument_makesNothing() throws IOException {
        String refs = refs();

        assertThat(weekly()).isZero();

        assertThat(out.toString()).contains("Nothing is new.");
        assertNothingMade(refs);
    }

    @Test
    void weekly_twentyChanges_areReportedAndAdoptedOnOneBranch() throws IOException {
        change();

        assertThat(weekly()).as(err.toString()).isZero();

        String branch = read("branch").strip();
        String body = read("body.md");
        assertThat(body.lines().findFirst().orElseThrow()).endsWith(": 22 findings in 20 groups");
        assertThat(groups(body))
                .containsExactlyInAnyOrder(
                        "request /user_identities/update consent missing",
                        "request /access_grants/list limit bounds",
                        "request /events/get event_type bounds",
                        "request /events/get device_id required",
                        "request /events/list unstable_offset default",
                        "operation /access_methods/get security.api_key extra",
                        "resource workspace company_name extra",
                        "operation /access_grants/create . keyword",
                        "resource instant_key expires_at text",
                        "resource instant_key opened_count missing",
                        "request /instant_keys/get reason missing",
                        "request /access_grants/create parking_spot missing",
                        "resource user_identity email_address deprecated",
                        "operation /spaces/get . deprecated",
                        "operation /spaces/list put missing",
                        "request /events/get device_id nullable",
                        "* * * enum",
                        "operation /instant_keys/create post missing",
                        "operation /parcels/list post missing",
                        "resource parcel . missing");
        assertThat(body)
                .contains("Must be shown to the guest within 90 days.")
                .contains("- `operation /instant_keys/create`\n")
                .doesNotContain("schema instant_key_response")
                .contains("`git --version` passed.")
                .contains("# Lines for CHANGELOG.md")
                .doesNotContain("are not reported")
                .doesNotContain(folder.toString());
        assertThat(read("label")).isEqualTo("breaking-for-us\n");
        assertThat(read("title")).isEqualTo("Follow Seam's public document, version 2026-08\n");
        assertThat(git(clone, "diff", "--name-only", "HEAD", branch).lines())
                .containsExactly("openapi/deviations.yaml", "openapi/seam.yaml", "openapi/upstream.lock");
        git(clone, "checkout", "--quiet", branch);
        assertThat(run("lint", "--draft", clone.resolve(Document.SEAM_YAML).toString()))
                .as(out.toString())
                .isZero();
        assertThat(run("lint", clone.resolve(Document.SEAM_YAML).toString())).isEqualTo(1);
    }

    @Test
    void weekly_secondTime_makesNothing() throws IOException {
        change();
        weekly();
        String refs = refs();
        String tree = git(clone, "rev-parse", read("branch").strip() + "^{tree}");

        assertThat(weekly()).isZero();

        assertThat(git(clone, "rev-parse", branch() + "^{tree}")).isEqualTo(tree);
        assertThat(out.toString()).contains(" exists: nothing to do.");
        assertNothingMade(refs);
    }

    @Test
    void weekly_onceMerged_makesNothing() throws IOException {
        change();
        ((ObjectNode) document.at(SCHEMAS + "workspace/properties"))
                .putObject("company_name")
                .put("type", "string");
        ((ObjectNode) document.at("/paths/~1access_methods~1get/post")).remove("security");
        weekly();
        git(clone, "merge", "--quiet", branch());
        git(clone, "branch", "--quiet", "-d", branch());
        String refs = refs();

        assertThat(weekly()).as(out.toString()).isZero();

        assertThat(out.toString()).contains("Nothing is new.");
        assertNothingMade(refs);
    }

    @Test
    void weekly_onceMergedWithFindingsForAPerson_makesNothing() throws IOException {
        change();
        weekly();
        git(clone, "merge", "--quiet", branch());
        git(clone, "branch", "--quiet", "-d", branch());
        String refs = refs();
        out.getBuffer().setLength(0);

        assertThat(weekly()).as(err.toString()).isZero();

        assertThat(out.toString()).contains("Nothing can be adopted. Findings that are left for a person: 2.");
        assertNothingMade(refs);
    }

    @Test
    void weekly_withoutTheDocumentOfTheLock_saysThatTextsAreNotCompared() throws IOException {
        change();
        deleteKeptDocuments();

        assertThat(weekly()).as(err.toString()).isZero();

        assertThat(read("body.md"))
                .contains("is not in .upstream beside it: changed texts, keywords and variants are not reported.")
                .doesNotContain("Must be shown to the guest within 90 days.");
    }

    private void deleteKeptDocuments() throws IOException {
        try (Stream<Path> kept = Files.list(clone.resolve("openapi/.upstream"))) {
            for (Path file : kept.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void weekly_branchAtTheRemote_makesNothing() throws IOException {
        change();
        weekly();
        git(clone, "push", "--quiet", "origin", branch());
        git(clone, "branch", "--quiet", "-D", branch());
        String refs = refs();

        assertThat(weekly()).isZero();

        assertNothingMade(refs);
    }

    @Test
    void weekly_buildThatFails_isReported() throws IOException {
        change();

        assertThat(weekly("--verify", "git no-such-command")).isZero();

        assertThat(read("body.md"))
                .contains("`git no-such-command` **failed**, with exit code 1")
                .contains("A new operation fails until the sandbox serves it.")
                .contains("    git: 'no-such-command' is not a git command.");
    }

    @Test
    void failures_outputOfMaven_nameEachTestOnce() {
        String output = """
                [INFO] Running a.RoutesTest
                [ERROR] Tests run: 3, Failures: 2, Errors: 0, Skipped: 0, Time elapsed: 0.09 s <<< FAILURE! -- in a.RoutesTest
                [ERROR] a.RoutesTest.every_path_isServed()[1][1] -- Time elapsed: 0.01 s <<< FAILURE!
                [ERROR] a.RoutesTest.every_path_isServed()[1][2] -- Time elapsed: 0.02 s <<< FAILURE!
                [ERROR] a.OtherTest.other -- Time elapsed: 0.03 s <<< ERROR!
                [INFO] BUILD FAILURE
                """;

        assertThat(WeeklyCommand.failures(output))
                .containsExactly(
                        "[ERROR] a.RoutesTest.every_path_isServed",
                        "[ERROR] a.OtherTest.other",
                        "[INFO] BUILD FAILURE");
    }

    @Test
    void weekly_documentThatIsCut_makesNothing() throws IOException {
        String refs = refs();
        Path cut = write(document);
        Files.writeString(cut, Files.readString(cut).substring(0, 1000));

        assertThat(run(
                        "weekly",
                        cut.toString(),
                        "--root",
                        clone.toString(),
                        "--out",
                        outFolder().toString()))
                .isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("is not valid JSON");
        assertNothingMade(refs);
    }

    @Test
    void weekly_namesThatWouldBeMarkdown_areQuoted() throws IOException {
        document.withArray(SCHEMAS + "event_type/enum").add("x\n```\n# @everyone ![](//example.com) fixes #7");
        properties("create_access_grant_request").putObject("@them").put("type", "string");

        weekly();

        assertThat(read("body.md").replaceAll("(?s)```md\n.*?\n```\n", "").replaceAll("`[^`\n]*`", ""))
                .doesNotContain("@")
                .doesNotContain("#7");
    }

    @Test
    void weekly_operationThatNoCredentialOpens_isNotAdopted() throws IOException {
        change();
        ((ObjectNode) document.at("/paths/~1instant_keys~1create/post"))
                .putArray("security")
                .addObject()
                .putArray("client_session");

        weekly();

        assertThat(read("body.md"))
                .contains("# Not adopted\n\n- `/instant_keys/create of ")
                .contains("opens it, only client_session.");
    }

    @Test
    void limited_bodyThatGitHubWouldReject_isCutAtALineEnd() {
        String body = "# Lines\n\n```md\n" + "- A line of text.\n".repeat(10_000) + "```\n";

        assertThat(PullRequest.limited(body))
                .hasSizeLessThan(65_536)
                .endsWith(
                        "- A line of text.\n```\n\nThe rest is cut: run `upstream` and `diff` on the branch to see it.\n");
        assertThat(PullRequest.limited("short")).isEqualTo("short");
    }

    /** Makes 20 changes, of which one shows in three places. */
    private void change() {
        properties("create_access_grant_request")
                .putObject("parking_spot")
                .put("type", "string")
                .put("description", "Where to park.");
        properties("get_instant_key_request").putObject("reason").put("type", "string");
        properties("update_user_identity_request").putObject("consent").put("type", "string");
        document.withArray(SCHEMAS + "update_user_identity_request/required").add("consent");
        document.withArray(SCHEMAS + "event_type/enum").add("instant_key.created");
        properties("instant_key")
                .putObject("opened_count")
                .put("type", "number")
                .put("format", "float");
        ((ObjectNode) document.at(SCHEMAS + "instant_key/properties/expires_at"))
                .put("description", "Must be shown to the guest within 90 days.");
        ((ObjectNode) document.at(SCHEMAS + "user_identity/properties/email_address")).put("deprecated", true);
        ((ObjectNode) document.at(SCHEMAS + "list_access_grants_request/properties/limit")).put("maximum", 100);
        ((ObjectNode) document.at(SCHEMAS + "get_event_request/properties/event_type")).put("maxLength", 50);
        ((ObjectNode) document.at(SCHEMAS + "get_event_request/properties/device_id")).put("nullable", true);
        document.withArray(SCHEMAS + "get_event_request/required").add("device_id");
        ((ObjectNode) document.at(SCHEMAS + "list_events_request/properties/unstable_offset")).put("default", 3);
        ((ObjectNode) document.at("/paths/~1spaces~1get/post")).put("deprecated", true);
        ((ObjectNode) document.at("/paths/~1spaces~1list")).putObject("put");
        properties("workspace").remove("company_name");
        ((ObjectNode) document.at("/paths/~1access_grants~1create/post")).put("x-draft", "Soon.");
        ((ObjectNode) document.at("/paths/~1access_methods~1get/post"))
                .putArray("security")
                .addObject()
                .putArray("pat_with_workspace");
        ObjectNode paths = (ObjectNode) document.get("paths");
        paths.set(
                "/instant_keys/create",
                paths.get("/user_identities/generate_instant_key").deepCopy());
        paths.putObject("/parcels/list").putObject("post");
        ((ObjectNode) document.at("/components/schemas")).putObject("parcel").put("type", "object");
    }

    private ObjectNode properties(String schema) {
        return (ObjectNode) document.at(SCHEMAS + schema + "/properties");
    }

    private static List<String> groups(String body) {
        List<String> groups = new ArrayList<>();
        for (String line : body.substring(0, body.indexOf("\n# ")).lines().toList()) {
            if (line.split(" [|] ").length == 3) {
                continue; // the texts of the group before
            }
            String at = line.startsWith("| ") ? line.replaceFirst("^\\| (\\d+ x )?`", "`") : line;
            if (at.startsWith("`")) {
                groups.add(at.substring(1, at.indexOf('`', 1)));
            }
        }
        return groups;
    }

    private void assertNothingMade(String refs) throws IOException {
        assertThat(refs()).isEqualTo(refs);
        assertThat(outFolder().resolve("branch")).doesNotExist();
        assertThat(git(clone, "worktree", "list").lines()).hasSize(1);
        assertThat(git(clone, "status", "--porcelain")).isEmpty();
    }

    private String refs() {
        return git(clone, "for-each-ref");
    }

    /** Returns the name of the branch that was made, also if a later run made nothing. */
    private String branch() {
        return git(clone, "for-each-ref", "--format=%(refname:short)", "refs/heads/upstream-*")
                .strip();
    }

    private Path outFolder() {
        return folder.resolve("out");
    }

    private String read(String file) throws IOException {
        return Files.readString(outFolder().resolve(file));
    }

    private Path write(JsonNode root) throws IOException {
        return Files.writeString(folder.resolve("theirs.json"), root.toString());
    }

    private int weekly(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "weekly",
                write(document).toString(),
                "--root",
                clone.toString(),
                "--out",
                outFolder().toString(),
                "--no-diff"));
        command.addAll(more.length == 0 ? List.of("--verify", "git --version") : List.of(more));
        return run(command.toArray(String[]::new));
    }

    private int run(String... args) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private static String git(Path folder, String... arguments) {
        return Repository.git(folder, arguments);
    }
}
