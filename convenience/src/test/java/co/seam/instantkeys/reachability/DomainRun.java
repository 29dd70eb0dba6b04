package co.seam.instantkeys.reachability;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import com.google.gson.Gson;
import java.io.PrintWriter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * What users do with the SDK, in a JVM of its own: every operation, stays, webhooks, and models with their own Gson.
 */
final class DomainRun {
    private DomainRun() {}

    public static void main(String[] args) {
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        selectClass("co.seam.instantkeys.DomainTest"),
                        selectClass("co.seam.instantkeys.SeamTest"),
                        selectClass("co.seam.instantkeys.SeamWebhookTest"))
                .build();
        SummaryGeneratingListener results = new SummaryGeneratingListener();
        LauncherFactory.create().execute(tests, results);
        results.getSummary().printFailuresTo(new PrintWriter(System.out));
        new Gson().toJson(ListInstantKeysRequest.builder().build());
        System.exit(
                results.getSummary().getTotalFailureCount() == 0
                                && results.getSummary().getTestsFoundCount() > 0
                        ? 0
                        : 1);
    }
}
