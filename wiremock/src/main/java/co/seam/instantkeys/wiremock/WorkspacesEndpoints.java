package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ConnectWebviewCustomization;
import co.seam.instantkeys.generated.model.WorkspaceResponse;

/** The endpoint below {@code /workspaces}. */
final class WorkspacesEndpoints {
    private final Workspace workspace;

    WorkspacesEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    @SuppressWarnings("deprecation") // company_name is in every response of the API
    Object get(Input input) {
        return WorkspaceResponse.builder()
                .workspace(co.seam.instantkeys.generated.model.Workspace.builder()
                        .workspaceId(workspace.id)
                        .name("Sandbox")
                        .isSandbox(true)
                        .isSuspended(false)
                        .organizationIdNull()
                        .connectPartnerName(workspace.hotel.name)
                        .companyName(workspace.hotel.name)
                        .isPublishableKeyAuthEnabled(false)
                        .connectWebviewCustomization(
                                ConnectWebviewCustomization.builder().build())
                        .build())
                .ok(true)
                .build();
    }
}
