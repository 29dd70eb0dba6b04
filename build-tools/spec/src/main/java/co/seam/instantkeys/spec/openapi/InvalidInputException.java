package co.seam.instantkeys.spec.openapi;

/** Thrown if the input cannot be used. The message is one line for the person at the terminal; the exit code is 2. */
public final class InvalidInputException extends RuntimeException {
    public InvalidInputException(String message) {
        super(message);
    }
}
