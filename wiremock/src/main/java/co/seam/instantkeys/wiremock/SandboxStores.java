package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.common.FileSource;
import com.github.tomakehurst.wiremock.store.DefaultStores;
import com.github.tomakehurst.wiremock.store.InMemoryStubMappingStore;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;
import com.github.tomakehurst.wiremock.store.StubMappingStore;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What WireMock stores: the stubs of the test in front of the sandbox, and the requests that were recorded last. */
final class SandboxStores extends DefaultStores {
    private final StubMappingStore stubs = new Stubs();
    private final RequestJournalStore recordedRequests;

    SandboxStores(FileSource files, int maxRecordedRequests) {
        super(files);
        recordedRequests = new RecordedRequests(maxRecordedRequests);
    }

    @Override
    public StubMappingStore getStubStore() {
        return stubs;
    }

    @Override
    public RequestJournalStore getRequestJournalStore() {
        return recordedRequests;
    }

    /**
     * The stubs of the test, then one for all other requests, which the sandbox processes. That one is not stored:
     * whatever a test resets or removes, at no time is there a request that the sandbox does not receive.
     */
    private static final class Stubs extends InMemoryStubMappingStore {
        private final StubMapping sandbox = any(anyUrl())
                .withId(UUID.randomUUID())
                .atPriority(Integer.MAX_VALUE) // shows readers of recorded requests which stub it is
                .willReturn(aResponse().withTransformers(Dispatcher.NAME))
                .build();

        @Override
        public Stream<StubMapping> getAll() {
            return Stream.concat(super.getAll(), Stream.of(sandbox));
        }

        @Override
        public Optional<StubMapping> get(UUID id) {
            return id.equals(sandbox.getId()) ? Optional.of(sandbox) : super.get(id);
        }
    }
}
