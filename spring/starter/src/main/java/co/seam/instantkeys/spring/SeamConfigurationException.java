package co.seam.instantkeys.spring;

/** A setting that cannot be used. Neither text has the value, which may be a secret. */
final class SeamConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param fact names the property
     * @param remedy what to do about it
     */
    SeamConfigurationException(String fact, String remedy) {
        super(fact);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
