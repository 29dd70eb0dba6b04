package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Answer;
import org.junit.jupiter.api.Test;

class WorkspacesEndpointsTest {
    @Test
    void get_always_answersTheWorkspaceOfTheCredential() {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            Answer answer = new Caller(sandbox).post("/workspaces/get", "{}");

            assertThat(answer.text("workspace.workspace_id")).isEqualTo(sandbox.workspaceId());
            assertThat(answer.text("workspace.name")).isNotEmpty();
            assertThat(answer.text("workspace.is_sandbox")).isEqualTo("true");
        }
    }
}
