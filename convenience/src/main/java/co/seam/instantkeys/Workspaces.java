package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.WorkspacesApi;
import co.seam.instantkeys.generated.model.GetWorkspaceRequest;
import co.seam.instantkeys.generated.model.Workspace;
import co.seam.instantkeys.generated.model.WorkspaceResponse;

/** Reads the workspace that the credentials belong to. Thread-safe. */
public final class Workspaces {
    private final CallExecutor calls;

    Workspaces(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns the workspace of the credentials: a cheap way to check them at start-up. {@code POST /workspaces/get}
     *
     * @throws SeamUnauthorizedException if the credentials are not valid
     * @throws SeamException if the call fails
     */
    public Workspace get() {
        return calls.execute(api().get(GetWorkspaceRequest.builder().build()), WorkspaceResponse::getWorkspace);
    }

    private WorkspacesApi api() {
        return calls.api(WorkspacesApi.class);
    }
}
