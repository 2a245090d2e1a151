from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_files_of_people")]
    operations = []
