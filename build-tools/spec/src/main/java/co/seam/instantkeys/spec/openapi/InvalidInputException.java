package co.seam.instantkeys.spec.openapi;

/** What was given can't be worked on. The message is one line for the person at the terminal; exit code 2. */
public final class InvalidInputException extends RuntimeException {
    public InvalidInputException(String message) {
        super(message);
    }
}
