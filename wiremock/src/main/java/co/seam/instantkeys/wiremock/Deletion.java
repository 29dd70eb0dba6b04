package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Instant;

/** A deletion that was accepted but has not finished, and the warning that the API shows meanwhile. */
final class Deletion {
    private final Instant acceptedAt;

    Deletion(Instant acceptedAt) {
        this.acceptedAt = acceptedAt;
    }

    ResourceWarning warning() {
        return ResourceWarning.builder()
                .warningCode("being_deleted")
                .message("The deletion was accepted but has not finished.")
                .createdAt(acceptedAt)
                .build();
    }
}
