# The pages and the API under gunicorn. The database is another container: see docker-compose.yml.

FROM node:22-slim AS assets
WORKDIR /app/webmap
COPY webmap/package.json webmap/package-lock.json ./
# Scripts of the packages are not run: files are copied out of them, nothing more.
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/areal
COPY requirements.lock /tmp/
RUN /opt/areal/bin/pip install --require-hashes -r /tmp/requirements.lock
WORKDIR /app
COPY pyproject.toml README.md ./
COPY areal areal
COPY webmap webmap
COPY data data
COPY scripts/vendor_assets.py scripts/
COPY --from=assets /app/webmap/node_modules webmap/node_modules
# The same check against the committed manifest as on a person's own machine.
RUN python scripts/vendor_assets.py \
    && rm -r webmap/node_modules scripts \
    && if find webmap/translations -name '*.po' | grep -q .; then \
         /opt/areal/bin/pybabel -q compile -d webmap/translations; fi
# In place: data/geo and the vendored files lie beside the code, not in a wheel.
RUN /opt/areal/bin/pip install --no-deps --no-build-isolation -e .

FROM python:3.12-slim
# GDAL's programs read SOSI; every other format is read without them.
# PostgreSQL's make and put back backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends gdal-bin postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin areal \
    && install -d -o areal -m 0750 /var/lib/areal
COPY --from=build /opt/areal /opt/areal
COPY --from=build /app /app
ENV PATH=/opt/areal/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AREAL_DATA_DIR=/var/lib/areal
WORKDIR /app
USER 10001
EXPOSE 8000
VOLUME /var/lib/areal
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# Workers tell they are alive through files in memory: the root file system may be read-only.
CMD ["gunicorn", "--config=python:webmap.server.configuration", "--bind=0.0.0.0:8000", \
     "--worker-tmp-dir=/dev/shm", "webmap:create_app()"]
