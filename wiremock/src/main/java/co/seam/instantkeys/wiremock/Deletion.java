package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Instant;

/** A deletion that was accepted and is not over yet, and how the API shows it meanwhile. */
final class Deletion {
    private final Instant acceptedAt;

    Deletion(Instant acceptedAt) {
        this.acceptedAt = acceptedAt;
    }

    ResourceWarning warning() {
        return ResourceWarning.builder()
                .warningCode("being_deleted")
                .message("The deletion was accepted and is not over yet.")
                .createdAt(acceptedAt)
                .build();
    }
}
