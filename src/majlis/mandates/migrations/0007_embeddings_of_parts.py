"""Embeddings of another model, one for each part of a provision; the worker computes them again."""

from typing import Any

import pgvector.django
from django.db import migrations, models


def delete_embeddings(apps: Any, schema_editor: Any) -> None:
    apps.get_model("mandates", "MandateEmbedding").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("mandates", "0006_occasion_meeting")]

    operations = [
        migrations.RunPython(delete_embeddings, migrations.RunPython.noop),
        migrations.RemoveField("mandateembedding", "vector"),
        migrations.AddField(
            "mandateembedding",
            "vector",
            pgvector.django.HalfVectorField(dimensions=512),
            preserve_default=False,
        ),
        migrations.AddField(
            "mandateembedding", "part", models.PositiveSmallIntegerField(default=0)
        ),
        migrations.RemoveConstraint("mandateembedding", "one_embedding_per_language"),
        migrations.AddConstraint(
            "mandateembedding",
            models.UniqueConstraint(
                fields=["mandate", "language", "part"], name="one_embedding_per_part"
            ),
        ),
        migrations.AddIndex(
            "mandateembedding",
            pgvector.django.HnswIndex(
                name="mandate_vector",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            ),
        ),
    ]
