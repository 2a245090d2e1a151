from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_people_and_households_told_more")]
    operations = []
