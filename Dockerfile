FROM python:3.13-slim-trixie AS base

FROM base AS build
WORKDIR /src
RUN python -m venv /opt/annals
ENV PATH=/opt/annals/bin:$PATH
COPY .requirements .requirements
RUN python -m pip install --no-cache-dir --require-hashes --requirement .requirements/build.txt \
    && python -m pip install --no-cache-dir --no-build-isolation --require-hashes --requirement .requirements/run.txt
COPY . .
RUN python -m pip install --no-cache-dir --no-build-isolation --check-build-dependencies --no-deps .

FROM base
RUN useradd --uid 10001 --no-create-home annals \
    && install --directory --owner annals --group annals /data
COPY --from=build /opt/annals /opt/annals
ENV PATH=/opt/annals/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/annals.db \
    HOST=0.0.0.0 \
    PORT=8000
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s --timeout=5s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready')"]
# `annals releases` fails where nothing was ever loaded: the corpus goes into no other store, and not again into one that reverted it.
CMD ["sh", "-c", "annals releases > /dev/null 2>&1 || annals load --demo && exec annals serve"]
