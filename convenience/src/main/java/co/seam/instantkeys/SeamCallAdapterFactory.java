package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.CallContext;
import co.seam.instantkeys.internal.transport.UnreadableResponseException;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import okhttp3.Request;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.CallAdapter;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;

/**
 * Maps unreadable responses to the exception that carries their body, and masks secrets in other exceptions. Done here
 * and not in {@link CallExecutor}, so that users of the raw API do not lose what was issued either.
 */
final class SeamCallAdapterFactory extends CallAdapter.Factory {
    private final boolean observed;

    /** @param observed whether a listener receives how calls end */
    SeamCallAdapterFactory(boolean observed) {
        this.observed = observed;
    }

    @Override
    public @Nullable CallAdapter<?, ?> get(Type returnType, Annotation[] annotations, Retrofit retrofit) {
        if (getRawType(returnType) != Call.class || !(returnType instanceof ParameterizedType)) {
            return null;
        }
        Type responseType = getParameterUpperBound(0, (ParameterizedType) returnType);
        return new CallAdapter<Object, Call<Object>>() {
            @Override
            public Type responseType() {
                return responseType;
            }

            @Override
            public Call<Object> adapt(Call<Object> call) {
                return new SeamCall<>(call, observed);
            }
        };
    }

    private static final class SeamCall<T> implements Call<T> {
        private final Call<T> call;
        private final boolean observed;

        SeamCall(Call<T> call, boolean observed) {
            this.call = call;
            this.observed = observed;
        }

        @Override
        public Response<T> execute() throws IOException {
            if (!observed) {
                return executeMapped();
            }
            CallContext context = CallContext.of(call);
            boolean reports = context.claimReport();
            boolean outcomeUnknown = true;
            try {
                Response<T> response = executeMapped();
                outcomeUnknown = isOutcomeUnknown(context, response);
                return response;
            } catch (SeamException e) {
                outcomeUnknown = e.isOutcomeUnknown();
                throw e;
            } catch (IOException e) {
                outcomeUnknown = context.isOutcomeUnknown();
                throw e;
            } finally {
                if (reports) {
                    context.report(outcomeUnknown);
                }
            }
        }

        private static boolean isOutcomeUnknown(CallContext context, Response<?> response) {
            return !response.isSuccessful() && context.isOutcomeUnknownAfter(response.code());
        }

        private Response<T> executeMapped() throws IOException {
            try {
                return call.execute();
            } catch (UnreadableResponseException e) {
                throw ErrorMapper.fromUnreadableResponse(CallContext.of(call), e);
            } catch (IOException e) {
                throw ErrorMapper.redacted(CallContext.of(call), e);
            }
        }

        @Override
        public void enqueue(Callback<T> callback) {
            call.enqueue(new Callback<T>() {
                @Override
                public void onResponse(Call<T> ignored, Response<T> response) {
                    if (observed && context().claimReport()) {
                        context().report(isOutcomeUnknown(context(), response));
                    }
                    callback.onResponse(SeamCall.this, response);
                }

                @Override
                public void onFailure(Call<T> ignored, Throwable failure) {
                    Throwable mapped = mapFailure(failure);
                    if (observed && context().claimReport()) {
                        context()
                                .report(
                                        mapped instanceof SeamException
                                                ? ((SeamException) mapped).isOutcomeUnknown()
                                                : context().isOutcomeUnknown());
                    }
                    callback.onFailure(SeamCall.this, mapped);
                }
            });
        }

        private CallContext context() {
            return CallContext.of(call);
        }

        private Throwable mapFailure(Throwable failure) {
            if (failure instanceof UnreadableResponseException) {
                return ErrorMapper.fromUnreadableResponse(CallContext.of(call), (UnreadableResponseException) failure);
            }
            return failure instanceof IOException
                    ? ErrorMapper.redacted(CallContext.of(call), (IOException) failure)
                    : failure;
        }

        @Override
        public boolean isExecuted() {
            return call.isExecuted();
        }

        @Override
        public void cancel() {
            call.cancel();
        }

        @Override
        public boolean isCanceled() {
            return call.isCanceled();
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod") // a clone is a new call
        public Call<T> clone() {
            return new SeamCall<>(call.clone(), observed);
        }

        @Override
        public Request request() {
            return call.request();
        }

        @Override
        public Timeout timeout() {
            return call.timeout();
        }
    }
}
