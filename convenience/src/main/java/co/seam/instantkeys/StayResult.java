package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.SecretRedactor;
import org.jspecify.annotations.Nullable;

/** The outcome of one request of {@link Stays#issueAll}: the stay, or why there is none. Immutable. */
public final class StayResult {
    private final StayRequest request;
    private final @Nullable IssuedStay stay;
    private final @Nullable RuntimeException failure;

    private StayResult(StayRequest request, @Nullable IssuedStay stay, @Nullable RuntimeException failure) {
        this.request = request;
        this.stay = stay;
        this.failure = failure;
    }

    static StayResult of(StayRequest request, IssuedStay stay) {
        return new StayResult(request, stay, null);
    }

    static StayResult failed(StayRequest request, RuntimeException failure) {
        return new StayResult(request, null, failure);
    }

    public StayRequest getRequest() {
        return request;
    }

    public String getAccessGrantKey() {
        return request.accessGrantKey();
    }

    /** The stay; null if there is a {@link #getFailure()}. */
    public @Nullable IssuedStay getStay() {
        return stay;
    }

    /**
     * What {@link Stays#issue} threw; null if there is a {@link #getStay()}. If its outcome is unknown, run the request
     * again.
     */
    public @Nullable RuntimeException getFailure() {
        return failure;
    }

    /** Shows the key and the outcome, but neither link nor personal data. */
    @Override
    public String toString() {
        String outcome = stay == null ? String.valueOf(failure) : stay.isNew() ? "new" : "existing";
        return "StayResult{accessGrantKey=" + SecretRedactor.quote(request.accessGrantKey()) + ", " + outcome + "}";
    }
}
