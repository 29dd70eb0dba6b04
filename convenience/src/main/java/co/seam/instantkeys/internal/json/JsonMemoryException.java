package co.seam.instantkeys.internal.json;

import java.io.IOException;

/** A document would take more memory than allowed. The message quotes nothing of it. */
public final class JsonMemoryException extends IOException {
    private static final long serialVersionUID = 1L;

    JsonMemoryException(long bytes) {
        super("takes more than " + bytes + " bytes of memory");
    }
}
