from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_campaigns_and_visits")]
    operations = []
