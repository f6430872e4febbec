"""Vectors of another model have other dimensions: they are computed again after the migration."""

import pgvector.django
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RemoveIndex("searchentry", "search_vector"),
        migrations.RemoveIndex("searchentry", "search_unembedded"),
        migrations.RemoveField("searchentry", "vector"),
        migrations.AddField(
            "searchentry", "vector", pgvector.django.HalfVectorField(dimensions=512, null=True)
        ),
        migrations.AddIndex(
            "searchentry",
            pgvector.django.HnswIndex(
                name="search_vector",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            ),
        ),
        migrations.AddIndex(
            "searchentry",
            models.Index(fields=["id"], name="search_unembedded", condition=models.Q(vector=None)),
        ),
    ]
