package co.seam.instantkeys.wiremock;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Deletes user identities, grants and access methods: at once or, as on real hardware, after a delay. What is being
 * deleted can be read, keeps its keys and the doors of its reservation, and cannot be changed. Deleting it again has no
 * effect.
 */
final class Deletions {
    private final Workspace workspace;

    Deletions(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Also deletes its grants and, in the end, its instant keys. */
    void delete(UserIdentityState userIdentity) {
        if (userIdentity.deletion == null) {
            Deletion deletion = begin(at -> workspace.remove(userIdentity, at));
            userIdentity.deletion = deletion;
            workspace.grantsOf(userIdentity).forEach(grant -> mark(grant, deletion));
            workspace.settle();
        }
    }

    /** Also deletes its access methods. */
    void delete(AccessGrantState grant) {
        if (grant.deletion == null) {
            mark(grant, begin(at -> workspace.remove(grant, at)));
            workspace.settle();
        }
    }

    void delete(List<AccessMethodState> methods) {
        for (AccessMethodState method : methods) {
            if (method.deletion == null) {
                method.deletion = begin(at -> workspace.remove(method, at));
            }
        }
        workspace.settle();
    }

    private Deletion begin(Consumer<Instant> end) {
        Instant now = workspace.now();
        workspace.schedule.add(now.plus(workspace.behavior().deletionDelay()), end);
        return new Deletion(now);
    }

    private static void mark(AccessGrantState grant, Deletion deletion) {
        if (grant.deletion == null) {
            grant.deletion = deletion;
        }
        for (AccessMethodState method : grant.methods) {
            if (method.deletion == null) {
                method.deletion = deletion;
            }
        }
    }
}
