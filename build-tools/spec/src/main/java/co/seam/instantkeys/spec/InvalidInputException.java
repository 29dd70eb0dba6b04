package co.seam.instantkeys.spec;

/** What was given can't be worked on. The message is one line for the person at the terminal; exit code 2. */
final class InvalidInputException extends RuntimeException {
    InvalidInputException(String message) {
        super(message);
    }
}
