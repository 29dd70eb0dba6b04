package co.seam.instantkeys.examples.batch;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Writes the links of a chunk, unless the worker has lost the share. */
@Component
@StepScope
class ResultWriter implements ItemWriter<Issued> {
    private final Shares shares;
    private final Results results;
    private final String share;

    ResultWriter(Shares shares, Results results, @Value("#{jobParameters['share']}") String share) {
        this.shares = shares;
        this.results = results;
        this.share = share;
    }

    @Override
    public void write(Chunk<? extends Issued> chunk) {
        shares.confirm(share);
        results.addAll(chunk.getItems());
    }
}
