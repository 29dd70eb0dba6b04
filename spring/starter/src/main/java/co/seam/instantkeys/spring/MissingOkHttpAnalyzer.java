package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the client's own message: Spring finds that OkHttp has no classes before it gets to build a client. */
final class MissingOkHttpAnalyzer extends AbstractFailureAnalyzer<NoClassDefFoundError> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, NoClassDefFoundError cause) {
        try {
            Seam.builder();
            return null; // another class is missing
        } catch (IllegalStateException e) {
            return new FailureAnalysis(e.getMessage(), null, failure);
        }
    }
}
