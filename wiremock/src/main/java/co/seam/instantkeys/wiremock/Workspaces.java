package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.WorkspaceResponse;

/** The endpoints below {@code /workspaces}. */
final class Workspaces {
    private final Workspace workspace;

    Workspaces(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        input.check();
        return WorkspaceResponse.builder()
                .workspace(co.seam.instantkeys.generated.model.Workspace.builder()
                        .workspaceId(workspace.id)
                        .name("Sandbox")
                        .isSandbox(true)
                        .isSuspended(false)
                        .isPublishableKeyAuthEnabled(false)
                        .build())
                .ok(true)
                .build();
    }
}
