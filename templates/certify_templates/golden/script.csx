public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        if (this.Context.OperationId == "StockMoved")
        {
            return await this.ListNewestFirst().ConfigureAwait(false);
        }

        var refusal = new HttpResponseMessage(HttpStatusCode.BadRequest);
        refusal.Content = CreateJsonContent("{\"message\": \"This operation is not known.\"}");
        return refusal;
    }

    private async Task<HttpResponseMessage> ListNewestFirst()
    {
        var response = await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return response;
        }

        // The service returns the oldest movement first, and a polling trigger needs the newest.
        var content = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        var movements = new JArray(JArray.Parse(content).OrderByDescending(movement => (DateTime)movement["movedAt"]));
        response.Content = CreateJsonContent(movements.ToString(Newtonsoft.Json.Formatting.None));
        return response;
    }
}
