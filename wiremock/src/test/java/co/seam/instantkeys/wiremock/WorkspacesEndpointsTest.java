package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.Test;

class WorkspacesEndpointsTest {
    @Test
    void get_always_returnsTheWorkspaceOfTheCredential() {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            Response response = new Caller(sandbox).post("/workspaces/get", "{}");

            assertThat(response.text("workspace.workspace_id")).isEqualTo(sandbox.workspaceId());
            assertThat(response.text("workspace.name")).isNotEmpty();
            assertThat(response.text("workspace.is_sandbox")).isEqualTo("true");
        }
    }
}
