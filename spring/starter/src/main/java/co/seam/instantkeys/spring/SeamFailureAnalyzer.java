package co.seam.instantkeys.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports a setting that cannot be used, in place of a stack trace. */
final class SeamFailureAnalyzer extends AbstractFailureAnalyzer<SeamConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, SeamConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), failure);
    }
}
